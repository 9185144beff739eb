import type { BodyOf, ReplyOf } from '@jishi/api-client';

export type Notice = ReplyOf<'listAdminNotices'>['items'][number];
export type Template = ReplyOf<'listNoticeTemplates'>['items'][number];
export type Field = BodyOf<'putNotice'>['fields'][number];
type Fact = Notice['facts'][number];

type Value = Template['fields'][number];

export const factsFor = ({ shows }: Pick<Value, 'shows'>, facts: readonly Fact[]): Fact[] =>
  facts.filter(({ kind }) => shows.includes(kind));

/** How many signs two labels have in common: 订单编号 and 订单号 are about the same. */
const likeness = (a: string, b: string): number => [...new Set(a)].filter((sign) => b.includes(sign)).length;

/** What most probably belongs into each value of a template: the fact whose label is most alike, and the tip where none is. */
export function suggested(template: Template, { facts, tip }: Pick<Notice, 'facts' | 'tip'>): Field[] {
  return template.fields.map(({ key, label, shows, ownText }) => {
    const fitting = factsFor({ shows }, facts)
      .map((fact) => ({ fact, like: likeness(fact.label, label) }))
      .sort((a, b) => b.like - a.like);
    const [best] = fitting;
    if (best && (best.like >= 2 || !ownText)) return { key, label, fact: best.fact.name };
    return ownText ? { key, label, text: tip } : { key, label };
  });
}

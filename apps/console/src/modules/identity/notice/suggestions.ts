import type { BodyOf, ReplyOf } from '@jishi/api-client';

export type Notice = ReplyOf<'listAdminNotices'>['items'][number];
export type Template = ReplyOf<'listNoticeTemplates'>['items'][number];
export type Field = BodyOf<'putNotice'>['fields'][number];
type Fact = Notice['facts'][number];

/** What a value of a template can show, by what its key begins with; the server refuses anything else. */
const SHOWS: Record<string, readonly Fact['kind'][]> = {
  thing: ['text', 'code', 'money', 'time', 'word'],
  character_string: ['code'],
  number: ['code'],
  amount: ['money'],
  time: ['time'],
  date: ['time'],
  phrase: ['word'],
  name: ['text'],
};
const kindOf = (key: string): string => key.replace(/\d+$/, '');

export const factsFor = (key: string, facts: readonly Fact[]): Fact[] =>
  facts.filter((fact) => SHOWS[kindOf(key)]?.includes(fact.kind));
export const takesText = (key: string): boolean => ['thing', 'phrase', 'const'].includes(kindOf(key));

/** How many signs two labels have in common: 订单编号 and 订单号 are about the same. */
const likeness = (a: string, b: string): number => [...new Set(a)].filter((sign) => b.includes(sign)).length;

/** What most probably belongs into each value of a template: the fact whose label is most alike, and the tip where none is. */
export function suggested(template: Template, { facts, tip }: Pick<Notice, 'facts' | 'tip'>): Field[] {
  return template.fields.map(({ key, label }) => {
    const fitting = factsFor(key, facts)
      .map((fact) => ({ fact, like: likeness(fact.label, label) }))
      .sort((a, b) => b.like - a.like);
    const [best] = fitting;
    if (best && (best.like >= 2 || !takesText(key))) return { key, label, fact: best.fact.name };
    return takesText(key) ? { key, label, text: tip } : { key, label };
  });
}

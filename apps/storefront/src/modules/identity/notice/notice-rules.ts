import type { ReplyOf } from '@jishi/api-client';

export type Notices = ReplyOf<'getNotices'>['items'];
export type Moment = Notices[number]['moments'][number];
/** When each template was last refused, in ms since 1970. */
export type Refusals = Readonly<Record<string, number>>;

/** WeChat's limit. */
const MOST_AT_ONCE = 3;
/** Whoever said no is left alone for a week. */
const QUIET_MS = 7 * 24 * 60 * 60_000;

/** The templates to ask for at a moment. */
export function templatesFor(notices: Notices, moment: Moment, refusals: Refusals, nowMs: number): string[] {
  const ids = notices.filter((one) => one.moments.includes(moment)).map((one) => one.templateId);
  return [...new Set(ids)].filter((id) => nowMs - (refusals[id] ?? 0) >= QUIET_MS).slice(0, MOST_AT_ONCE);
}

/** What is remembered of refusals after an answer. */
export const refusalsAfter = (
  refusals: Refusals,
  { accepted, refused }: { accepted: string[]; refused: string[] },
  nowMs: number,
): Refusals => ({
  ...Object.fromEntries(Object.entries(refusals).filter(([id]) => !accepted.includes(id))),
  ...Object.fromEntries(refused.map((id) => [id, nowMs])),
});

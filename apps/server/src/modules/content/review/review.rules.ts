import { DAY } from '../../../kernel/clock.ts';
import { flow } from '../../../kernel/flow.ts';
import { maskName } from '../../../kernel/mask.ts';
import { REVIEW_TAGS, type ReviewState } from './review.api.ts';

export const reviewFlow = flow<ReviewState>({
  checking: ['shown', 'waiting'],
  waiting: ['shown', 'folded'],
  shown: ['folded', 'checking'],
  folded: ['shown', 'checking'],
});

/** After the receipt. Who has not written until then is not written for: the shop never speaks in a buyer's name. */
const REVIEW_MS = 30 * DAY;
/** After the review: what is known after using it for a while. */
const ADD_MS = 180 * DAY;

export const mayReview = (receivedAt: Date | null, atMs: number): boolean =>
  receivedAt !== null && atMs <= receivedAt.getTime() + REVIEW_MS;
export const reviewableSince = (atMs: number): Date => new Date(atMs - REVIEW_MS);
export const mayAdd = (writtenAt: Date, atMs: number): boolean => atMs <= writtenAt.getTime() + ADD_MS;

/** As readers see who wrote; empty for somebody who does not want to be named. */
export const authorOf = (nickname: string, isAnonymous: boolean): string => (isAnonymous ? '' : maskName(nickname));

interface Counted {
  stars: number;
  tags: readonly string[];
  pictures: readonly string[];
  added_pictures: readonly string[] | null;
  added_at: Date | null;
  status: ReviewState;
}
/** Under what a review is counted: its content while it is shown, or that it is folded. */
function countedAs({ stars, tags, pictures, added_pictures, added_at, status }: Counted): string[] {
  if (status === 'folded') return ['folded'];
  if (status !== 'shown') return [];
  const hasPicture = pictures.length + (added_pictures?.length ?? 0) > 0;
  return [
    `stars:${stars}`,
    ...(hasPicture ? ['pictures'] : []),
    ...(added_at ? ['added'] : []),
    ...tags.map((tag) => `tag:${tag}`),
  ];
}

/** Changes of the kept counts when a review turns from `before` (null: it was not) into `after`. */
export function countChanges(before: Counted | null, after: Counted): Map<string, number> {
  const changes = new Map<string, number>();
  const add = (what: string, n: number) => changes.set(what, (changes.get(what) ?? 0) + n);
  for (const what of before ? countedAs(before) : []) add(what, -1);
  for (const what of countedAs(after)) add(what, 1);
  return new Map([...changes].filter(([, n]) => n !== 0));
}

export interface Summary {
  /** That are shown. */
  reviews: number;
  /** Of 1 to 5 stars, in this order. */
  stars: number[];
  /** Share of four and five stars in whole percent, rounded down: 99.9 % is no 100. Null without reviews. */
  goodPercent: number | null;
  pictures: number;
  added: number;
  folded: number;
  /** The most ticked first. */
  tags: { tag: string; reviews: number }[];
}
/** What is kept of a product, put together. */
export function summaryOf(counts: ReadonlyMap<string, number>): Summary {
  const of = (what: string) => Math.max(0, counts.get(what) ?? 0);
  const stars = [1, 2, 3, 4, 5].map((n) => of(`stars:${n}`));
  const reviews = stars.reduce((sum, n) => sum + n, 0);
  const good = (stars[3] ?? 0) + (stars[4] ?? 0);
  return {
    reviews,
    stars,
    goodPercent: reviews === 0 ? null : Math.floor((good * 100) / reviews),
    pictures: of('pictures'),
    added: of('added'),
    folded: of('folded'),
    tags: REVIEW_TAGS.map((tag) => ({ tag, reviews: of(`tag:${tag}`) }))
      .filter(({ reviews: n }) => n > 0)
      .sort((a, b) => b.reviews - a.reviews),
  };
}

export type Verdict = 'pass' | 'review' | 'risky';
/**
 * What the verdicts make of a review: null while one is missing. WeChat only ever lets through: what it doubts is decided by a person,
 * because a merchant may not silence buyers, and neither may a machine of ours.
 */
export function stateByVerdicts(verdicts: readonly (Verdict | null)[]): 'shown' | 'waiting' | null {
  if (verdicts.some((verdict) => verdict === 'review' || verdict === 'risky')) return 'waiting';
  return verdicts.includes(null) ? null : 'shown';
}

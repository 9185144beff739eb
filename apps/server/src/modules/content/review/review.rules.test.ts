import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY } from '../../../kernel/clock.ts';
import { REVIEW_STATES, REVIEW_TAGS } from './review.api.ts';
import { authorOf, countChanges, mayAdd, mayReview, stateByVerdicts, summaryOf } from './review.rules.ts';

const review = fc.record({
  stars: fc.integer({ min: 1, max: 5 }),
  tags: fc.uniqueArray(fc.constantFrom(...REVIEW_TAGS), { maxLength: 4 }),
  pictures: fc.array(fc.constant('/files/a.webp'), { maxLength: 2 }),
  added_pictures: fc.option(fc.array(fc.constant('/files/b.webp'), { maxLength: 1 })),
  added_at: fc.option(fc.constant(new Date(0))),
  status: fc.constantFrom(...REVIEW_STATES),
});

test('kept counts are those of the reviews as they stand, whatever turned into what before', () => {
  fc.assert(
    fc.property(fc.array(fc.array(review, { minLength: 1, maxLength: 5 }), { maxLength: 8 }), (lives) => {
      const kept = new Map<string, number>();
      for (const life of lives)
        life.forEach((state, n) => {
          for (const [what, change] of countChanges(life[n - 1] ?? null, state))
            kept.set(what, (kept.get(what) ?? 0) + change);
        });
      const summary = summaryOf(kept);
      const last = lives.flatMap((life) => life.at(-1) ?? []);
      const shown = last.filter(({ status }) => status === 'shown');
      expect(summary.reviews).toBe(shown.length);
      expect(summary.stars).toEqual([1, 2, 3, 4, 5].map((n) => shown.filter(({ stars }) => stars === n).length));
      expect(summary.folded).toBe(last.filter(({ status }) => status === 'folded').length);
      expect(summary.added).toBe(shown.filter(({ added_at }) => added_at).length);
      for (const { tag, reviews } of summary.tags)
        expect(reviews).toBe(shown.filter(({ tags }) => (tags as string[]).includes(tag)).length);
    }),
  );
});

test('a share of praise is never rounded up, and without reviews there is none', () => {
  expect(summaryOf(new Map()).goodPercent).toBeNull();
  const counts = new Map([
    ['stars:5', 1998],
    ['stars:1', 1],
  ]);
  expect(summaryOf(counts).goodPercent).toBe(99);
  expect(summaryOf(new Map([['stars:4', 3]])).goodPercent).toBe(100);
});

test('who may write, and until when', () => {
  const receivedAt = new Date(100 * DAY);
  expect(mayReview(null, 101 * DAY)).toBe(false);
  expect(mayReview(receivedAt, 130 * DAY)).toBe(true);
  expect(mayReview(receivedAt, 130 * DAY + 1)).toBe(false);
  expect(mayAdd(receivedAt, 280 * DAY)).toBe(true);
  expect(mayAdd(receivedAt, 280 * DAY + 1)).toBe(false);
});

test('an author is masked by whole characters, and nobody at all when they wish so', () => {
  expect(authorOf('林小满', false)).toBe('林**');
  expect(authorOf('👨‍👩‍👧家', false)).toBe('👨‍👩‍👧*');
  expect(authorOf('林小满', true)).toBe('');
});

test('WeChat lets through, doubts go to a person, and nothing is decided before all is known', () => {
  expect(stateByVerdicts([])).toBe('shown');
  expect(stateByVerdicts(['pass', null])).toBeNull();
  expect(stateByVerdicts(['pass', 'pass'])).toBe('shown');
  expect(stateByVerdicts([null, 'review'])).toBe('waiting');
  expect(stateByVerdicts(['risky', 'pass'])).toBe('waiting');
});

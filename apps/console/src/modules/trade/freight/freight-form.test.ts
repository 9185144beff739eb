import { expect, test } from 'vitest';
import { chargeText, copyName, draftOf, NEW_TEMPLATE, newCharge, termsOf } from './freight-form.ts';

const yuan = (fen: number) => `¥${fen / 100}`;

test('a new template has no rule that is half filled, and sends nothing over the border', () => {
  expect(termsOf(NEW_TEMPLATE)).toMatchObject({
    zones: [],
    surcharges: [],
    unsent: { regions: ['710000', '810000', '820000'], reason: '' },
  });
});

test('what was saved comes back as it was; no regions are none', () => {
  const terms = { ...termsOf(NEW_TEMPLATE), unsent: null };
  expect(termsOf(draftOf({ name: 'a', terms }))).toEqual(terms);
});

test('rules without regions are left out of what is sent', () => {
  const half = { ...newCharge('piece'), regions: [] };
  const draft = { ...NEW_TEMPLATE, terms: { ...NEW_TEMPLATE.terms, zones: [half] } };
  expect(termsOf(draft).zones).toEqual([]);
});

test('a charge in a line', () => {
  expect(chargeText('weight', { ...newCharge('weight'), freeFromFen: 9900, freeFromPieces: 3 }, yuan)).toBe(
    '首 1 kg ¥8，续 1 kg ¥2，满 ¥99或满 3 件包邮',
  );
  expect(chargeText('piece', { ...newCharge('piece'), isFree: true }, yuan)).toBe('包邮');
});

test('a copy’s name fits', () => {
  expect([...copyName('一二三四五六七八九十一二三四五六七八九十')]).toHaveLength(19);
});

import { expect, test } from 'vitest';
import { type CouponDraft, draftOf, NEW_COUPON, ruleOf } from './coupon-form.ts';

const typed = (over: Partial<CouponDraft>, rule: Partial<CouponDraft['rule']> = {}): CouponDraft => ({
  ...NEW_COUPON,
  ...over,
  rule: { ...NEW_COUPON.rule, ...rule },
});

test('only what is chosen of each alternative is sent, though the form keeps all that was typed', () => {
  expect(ruleOf(typed({}, { kind: 'percent', payPercent: 85 }))).toMatchObject({ offFen: null, payPercent: 85 });
  expect(ruleOf(typed({}, { payPercent: 85, capFen: 900 }))).toMatchObject({
    offFen: 2000,
    payPercent: null,
    capFen: null,
  });
  expect(ruleOf(typed({ threshold: 'none', limited: false }))).toMatchObject({ thresholdFen: 0, total: null });
  const dates = { usableFrom: '2026-12-01T00:00:00Z', usableUntil: '2026-12-31T00:00:00Z' };
  expect(ruleOf(typed({ validity: 'dates' }, { ...dates, startAfterDays: 3 }))).toMatchObject({
    ...dates,
    usableDays: null,
    startAfterDays: 0,
  });
  expect(ruleOf(typed({}, dates))).toMatchObject({ usableFrom: null, usableUntil: null, usableDays: 7 });
});

test('a coupon that is opened and saved unchanged stays the same', () => {
  const hours = { weekdays: [3], from: '10:00', until: '22:00' };
  for (const draft of [
    typed({}),
    typed({ threshold: 'none', limited: false }),
    typed({ validity: 'dates' }),
    typed({ isWeekly: true }, { hours }),
    typed({ handsOut: true }, { access: 'handed', handOut: { on: 'received', fromFen: 9900 } }),
  ]) {
    const rule = ruleOf(draft);
    expect(ruleOf(draftOf({ name: '券', rule }))).toEqual(rule);
  }
});

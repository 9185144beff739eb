import { expect, test } from 'vitest';
import { bodyOf, type CampaignDraft, newCampaign } from './campaign-form.ts';

const draft = (over: Partial<CampaignDraft>) => bodyOf({ ...newCampaign(new Date(0)), name: '活动', ...over });

test('of each alternative only what is chosen is sent', () => {
  expect(draft({ template: 'percent' })).toMatchObject({
    kind: 'discount',
    weekly: null,
    discount: { way: 'percent', payPercent: 85, offFen: null },
  });
  expect(draft({ template: 'percent' })).not.toHaveProperty('reduction');
  expect(draft({ template: 'amountOff', excludes: ['reduction', 'coupon:shop'] })).toMatchObject({
    kind: 'reduction',
    excludes: ['coupon:shop'],
    reduction: {
      by: 'amount',
      steps: [{ from: 10_000, offFen: 1000, payPercent: null }],
      repeats: false,
      capFen: null,
      broken: 'keep',
    },
  });
  const steps = [
    { from: 2, offFen: 5, payPercent: 90 },
    { from: 3, offFen: null, payPercent: 80 },
  ];
  const reduction = { by: 'amount' as const, steps, repeats: false, capFen: null, broken: 'deduct' as const };
  expect(draft({ template: 'piecesPercent', reduction }).reduction).toMatchObject({
    by: 'pieces',
    steps: [
      { from: 2, offFen: null, payPercent: 90 },
      { from: 3, offFen: null, payPercent: 80 },
    ],
  });
  expect(draft({ template: 'eachOff', reduction }).reduction?.steps).toHaveLength(1);
  expect(
    draft({ template: 'set', pieces: { pieces: 3, payPercent: 50, priceFen: 9900, mostSets: null } }).pieces,
  ).toEqual({
    pieces: 3,
    payPercent: null,
    priceFen: 9900,
    mostSets: null,
  });
});

test('a price for each SKU and steps of pieces that take money off are kept as they were saved', () => {
  const prices = [{ skuId: 's', priceFen: 900 }];
  const discount = {
    way: 'price' as const,
    payPercent: 85,
    offFen: 100,
    prices,
    quota: 5,
    perPerson: null,
    returns: true,
  };
  expect(draft({ template: 'price', discount }).discount).toEqual({
    way: 'price',
    payPercent: null,
    offFen: null,
    prices,
    quota: 5,
    perPerson: null,
    returns: true,
  });
  expect(draft({ template: 'percent', discount }).discount?.prices).toEqual([]);
  const steps = [{ from: 3, offFen: 1500, payPercent: null }];
  expect(
    draft({ template: 'piecesOff', reduction: { by: 'amount', steps, repeats: false, capFen: null, broken: 'keep' } })
      .reduction,
  ).toEqual({ by: 'pieces', steps, repeats: false, capFen: null, broken: 'keep' });
});

import { expect, test } from 'vitest';
import { bannerTrouble } from '../tenant/banner-rules.ts';
import { changesIn, detailText, targetText } from './audit-words.ts';

test('an id in the audit is shown by its end, what is no id as it is', () => {
  expect(targetText('01a21fac-bda6-735a-a4f7-82534bb32cbd')).toBe('…4bb32cbd');
  expect(targetText('2026-11-28')).toBe('2026-11-28');
});

test('what an entry of the audit says is read like a sentence', () => {
  expect(detailText({})).toBe('');
  expect(detailText({ code: 'LOGIN_FAILED', blockedMinutes: 5 })).toBe('原因：账号或密码不正确；须等待分钟数：5');
  expect(
    detailText({
      fields: ['permissions'],
      before: { permissions: [], active: true },
      after: { permissions: ['order:ship'] },
    }),
  ).toBe('提交：权限；之前：权限：无；在用：是；之后：权限：发货');
  expect(detailText({ somethingNew: 1 })).toBe('somethingNew：1');
});

test('a banner without a picture or with a foreign address is named by its place', () => {
  const good = { picture: '/files/a.webp', title: '', link: '/pages/category' };
  expect(bannerTrouble([])).toBeNull();
  expect(bannerTrouble([good, { ...good, link: '' }])).toBeNull();
  expect(bannerTrouble([good, { ...good, picture: '' }])).toBe('第 2 张轮播还没有图片');
  expect(bannerTrouble([{ ...good, link: 'https://evil.example' }])).toBe(
    '第 1 张轮播的页面地址不对，要像 /pages/category 这样',
  );
});

test('a change is told field by field, from what to what, amounts in yuan; what did not change is left out', () => {
  const { changes, rest } = changesIn({
    fields: ['title', 'skus'],
    before: { title: '旧', tags: ['热卖'], 'SKU A-1': { priceFen: 2900, marketPriceFen: null } },
    after: { title: '新', tags: ['热卖'], 'SKU A-1': { priceFen: 3150, marketPriceFen: null } },
  });
  expect(changes).toEqual([
    { name: '标题', before: '旧', after: '新' },
    { name: 'SKU A-1', before: '售价：¥29.00；划线价：无', after: '售价：¥31.50；划线价：无' },
  ]);
  expect(rest).toEqual({ fields: ['title', 'skus'] });
  expect(changesIn({ after: { state: 'on' } }).changes).toEqual([{ name: '状态', before: '无', after: '在售' }]);
});

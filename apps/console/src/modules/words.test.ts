import { expect, test } from 'vitest';
import { fieldPath, nearestField } from '../form/field-path.ts';
import { categoryTree } from './goods/catalog/categories.ts';
import { safeBack } from './identity/staff/login/back.ts';
import { changePercent, niceTop } from './insight/today/compare.ts';
import { adjustmentOf, changeTrouble, entryText, orderOf } from './stock/inventory/stock-words.ts';

test('after the login nobody is led to another site', () => {
  expect(safeBack('/orders?state=paid')).toBe('/orders?state=paid');
  for (const evil of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/login?back=/',
    null,
  ])
    expect(safeBack(evil)).toBe('/');
});

test('what the server calls a field is found in the form, or else what stands around it', () => {
  expect(fieldPath('/skus/0/priceFen')).toEqual(['skus', 0, 'priceFen']);
  expect(nearestField(fieldPath('skus.0.priceFen', { skus: 'matrix' }), [['title'], ['matrix']])).toEqual(['matrix']);
  expect(nearestField(['other'], [['title']])).toBeNull();
});

test('categories become a tree; one whose parent is gone is still reachable', () => {
  const flat = [
    { id: 'a', name: '家居', parentId: null, picture: null, sort: 2 },
    { id: 'b', name: '厨房', parentId: 'a', picture: null, sort: 1 },
    { id: 'c', name: '孤儿', parentId: 'gone', picture: null, sort: 0 },
  ];
  expect(categoryTree(flat).map((n) => [n.title, n.children.map((c) => c.title)])).toEqual([
    ['家居', ['厨房']],
    ['孤儿', []],
  ]);
});

test('stock can be taken down to what orders hold and not below', () => {
  expect(changeTrouble(-3, { available: 3 })).toBeNull();
  expect(changeTrouble(-4, { available: 3 })).toBe('最多减少 3 件，其余已被订单占用');
  expect(changeTrouble(0, { available: 3 })).toBe('数量不能为 0');
  expect(changeTrouble(null, { available: 3 })).toBe('请输入整数');
});

test('movements are named by what caused them', () => {
  expect(entryText({ kind: 'move', reason: 'damage', change: -1 })).toBe('报损');
  expect(entryText({ kind: 'move', reason: 'receive: 第 3 批: 到货', change: 5 })).toBe('采购入库');
  expect(adjustmentOf('receive: 第 3 批: 到货')).toEqual({ reason: 'receive', note: '第 3 批: 到货' });
  expect(adjustmentOf('refund before dispatch')).toBeNull();
  expect(entryText({ kind: 'move', reason: 'refund before dispatch', change: 2 })).toBe('退回入库');
  expect(entryText({ kind: 'reserve', reason: null, change: -1 })).toBe('下单占用');
  expect(orderOf('order/0197a2b4-0000-7000-8000-000000000001/settle')).toBe('0197a2b4-0000-7000-8000-000000000001');
  expect(orderOf('stock-change/0197a2b4-0000-7000-8000-000000000001')).toBeNull();
});

test('a change needs a base; an axis ends on a round figure', () => {
  expect(changePercent(150, 120)).toBe(25);
  expect(changePercent(90, 120)).toBe(-25);
  expect(changePercent(5, 0)).toBeNull();
  expect([0, 1, 230, 250, 999, 1001].map(niceTop)).toEqual([1, 1, 250, 250, 1000, 2000]);
});

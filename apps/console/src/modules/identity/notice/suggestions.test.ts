import { expect, test } from 'vitest';
import { factsFor, suggested, type Template } from './suggestions.ts';

const facts = [
  { name: 'number', label: '订单编号', kind: 'code' as const },
  { name: 'goods', label: '商品名称', kind: 'text' as const },
  { name: 'carrier', label: '快递公司', kind: 'text' as const },
  { name: 'tracking', label: '快递单号', kind: 'code' as const },
  { name: 'shippedAt', label: '发货时间', kind: 'time' as const },
];
type Value = Template['fields'][number];
/** As the server tells it of such values. */
const HOLDS: Record<string, Pick<Value, 'shows' | 'ownText'>> = {
  character_string: { shows: ['code'], ownText: false },
  thing: { shows: ['text', 'code', 'money', 'time', 'word'], ownText: true },
  time: { shows: ['time'], ownText: false },
};
const NOTHING: Pick<Value, 'shows' | 'ownText'> = { shows: [], ownText: false };
const template = (...fields: [key: string, label: string][]): Template => ({
  id: 't',
  title: '订单发货通知',
  example: '',
  fields: fields.map(([key, label]) => ({ key, label, ...(HOLDS[key.replace(/\d+$/, '')] ?? NOTHING) })),
});

test('each value of a template gets the fact that its label is about, and the tip where none is', () => {
  const fields = suggested(
    template(
      ['character_string1', '订单号'],
      ['thing2', '物品名称'],
      ['character_string3', '快递单号'],
      ['thing4', '承运快递公司'],
      ['time5', '发出日期'],
      ['thing6', '温馨提示'],
    ),
    { facts, tip: '点击查看物流' },
  );
  expect(fields.map((field) => field.fact ?? field.text)).toEqual([
    'number',
    'goods',
    'tracking',
    'carrier',
    'shippedAt',
    '点击查看物流',
  ]);
});

test('a value that nothing fits stays open', () => {
  expect(factsFor(NOTHING, facts)).toEqual([]);
  expect(suggested(template(['phone_number1', '电话']), { facts, tip: '' })).toEqual([
    { key: 'phone_number1', label: '电话' },
  ]);
});

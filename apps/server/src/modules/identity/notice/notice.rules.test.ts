import { checkTemplateData } from '@jishi/wechat';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dataOf, fieldsIn, fieldTrouble, valueFor } from './notice.rules.ts';
import type { Fact } from './notice.slots.ts';

test('the values of a template are read from its lines, whatever stands before them', () => {
  expect(fieldsIn('订单编号:{{character_string1.DATA}}\n商品名称：{{thing2.DATA}}\n {{time3.DATA}}\n')).toEqual([
    { key: 'character_string1', label: '订单编号', shows: ['code'], ownText: false },
    { key: 'thing2', label: '商品名称', shows: ['text', 'code', 'money', 'time', 'word'], ownText: true },
    { key: 'time3', label: '', shows: ['time'], ownText: false },
  ]);
  expect(fieldsIn('电话:{{phone_number1.DATA}}')).toEqual([
    { key: 'phone_number1', label: '电话', shows: [], ownText: false },
  ]);
  expect(fieldsIn('')).toEqual([]);
});

test('whatever an event tells, WeChat would take the message', () => {
  const keys = ['thing1', 'character_string2', 'number3', 'amount4', 'time5', 'date6', 'phrase7', 'name8'];
  const value = (key: string) => {
    const kind = key.replace(/\d+$/, '');
    if (kind === 'amount') return fc.integer({ min: 0, max: 1_000_000_000 });
    if (kind === 'time' || kind === 'date')
      return fc.date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    return fc.string({ unit: 'grapheme', maxLength: 60 });
  };
  for (const key of keys)
    fc.assert(
      fc.property(value(key), (told) => {
        checkTemplateData({ [key]: { value: valueFor(key, told) } });
      }),
    );
});

test('a value is cut by whole characters: no half of a family stays', () => {
  const family = '👨‍👩‍👧‍👦';
  expect(valueFor('thing1', `${'咖'.repeat(18)}${family}`)).toBe('咖'.repeat(18));
  expect(valueFor('thing1', '手冲咖啡\n礼盒')).toBe('手冲咖啡 礼盒');
  expect(valueFor('phrase1', '已发货（2）')).toBe('已发货');
  expect(valueFor('amount1', 12_900)).toBe('¥129.00');
  expect(valueFor('time1', new Date('2026-11-28T16:05:59Z'))).toBe('2026年11月29日 00:05');
  expect([valueFor('thing1', ' '), valueFor('character_string1', '中文'), valueFor('number1', '')]).toEqual([
    '—',
    '-',
    '0',
  ]);
});

test('a value takes only what WeChat allows there', () => {
  const facts: Fact[] = [
    { name: 'number', label: '订单编号', kind: 'code' },
    { name: 'amount', label: '金额', kind: 'money' },
  ];
  const field = { key: 'amount2', label: '退款金额' };
  expect(fieldTrouble({ ...field, fact: 'amount' }, facts)).toBe(null);
  expect(fieldTrouble({ ...field, fact: 'number' }, facts)).toBe('“订单编号”放不进“退款金额”，微信不允许');
  expect(fieldTrouble({ ...field, text: '很多' }, facts)).toBe('“退款金额”不能填固定文字，请选择一项内容');
  expect(fieldTrouble(field, facts)).toBe('请为“退款金额”选择内容');
  expect(fieldTrouble({ key: 'thing3', label: '温馨提示', text: '请留意到账' }, facts)).toBe(null);
  expect(dataOf([{ ...field, fact: 'amount' }], { amount: 100 })).toEqual({ amount2: { value: '¥1.00' } });
});

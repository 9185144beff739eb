import { expect, test } from 'vitest';
import { WechatError } from './errors.ts';
import { checkTemplateData } from './template-data.ts';

const fits = (key: string, value: string): boolean => {
  try {
    checkTemplateData({ [key]: { value } });
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(WechatError);
    return false;
  }
};
const of = (text: string, count: number) => text.repeat(count);

test.each([
  ['thing1', [of('咖', 20), of('👍', 20), of('𠮷', 20), 'a b,c', '1'], ['', of('咖', 21), of('👍', 21)]],
  ['number2', ['0', '-12.5', of('9', 32)], ['', '1,000', '12元', '1e3', of('9', 33)]],
  ['letter3', ['Abc', of('a', 32)], ['', 'a1', '字', of('a', 33)]],
  ['symbol4', ['+', of('#', 5), '👍'], ['', of('#', 6), '字', '1']],
  ['character_string5', ['SF-1234 #5', of('a', 32)], ['', '单号1', of('a', 33)]],
  [
    'time6',
    ['15:01', '2019年10月1日 15:01', '2024-05-20 09:05:30', '09:00~18:00'],
    ['', '25:00', '明天', '2019年10月1日'],
  ],
  [
    'date7',
    [
      ...['2019年10月1日', '2019年10月1日 15:01', '2019-10-1', '2019/10/01', '2019.10.1'],
      ...['2019年10月', '10月1日', '2018-01', '2018/1', '2018.01', '01-01', '1/1', '10月1日 15:01'],
      ...['2024-05-20~2024-05-23', '5月20日~5月23日', '2018-01 ~ 2018-02'],
    ],
    ['', '15:01', '20240520', '2019年', '13月1日', '2018-13', '10月32日', '明天', '10月1日~'],
  ],
  ['amount8', ['¥129.00', '129元', '0.5', '9999999999'], ['', '99999999999', '¥¥1', '1.234', '免费', 'a12']],
  ['phone_number9', ['+86-0766-66888866', '13800000000'], ['', 'phone', of('1', 18)]],
  ['car_number10', ['粤A8Z888挂', '粤AD12345'], ['', of('A', 9), 'A粤8Z888']],
  [
    'name11',
    [of('张', 10), of('a', 20), '李Lei', '欧阳·娜娜'],
    ['', of('张', 11), of('a', 21), `李${of('e', 10)}`, '张3'],
  ],
  ['phrase12', ['配送中', of('中', 5)], ['', of('中', 6), 'ok', '已发 货']],
  ['const13', ['已开始'], ['']],
])('%s takes what WeChat takes and refuses what it answers with 47003', (key, right, wrong) => {
  for (const value of right) expect(fits(key, value), value).toBe(true);
  for (const value of wrong) expect(fits(key, value), value).toBe(false);
});

test('a kind that does not exist is refused, also one that every object has', () => {
  for (const key of ['thin1', 'constructor', 'toString1', '1', '']) expect(fits(key, 'x'), key).toBe(false);
});

test('the refusal names the value that does not fit', () => {
  const data = { thing1: { value: '好' }, phrase2: { value: 'no' } };
  expect(() => checkTemplateData(data)).toThrow('phrase2');
});

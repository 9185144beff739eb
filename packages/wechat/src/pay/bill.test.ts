import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Formatter } from 'wechatpay-axios-plugin';
import { WechatError } from '../errors.ts';
import { merchant, publicKeyMode, startPlatform } from '../test/platform.ts';
import { fundFlowRows, parseBill, tradeRows, yuanToFen } from './bill.ts';
import { PayClient } from './client.ts';

const TRADE_HEADER =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const SUM_HEADER = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';
const SUMS = '`2,`198.00,`30.00,`0.00,`1.00000,`199.00,`30.00';
const line = (...cells: string[]) => cells.map((cell) => `\`${cell}`).join(',');
const PAID = line(
  ...[
    '2024-05-20 12:00:00',
    'wx1',
    '1900000001',
    '0',
    '',
    '4200001',
    'T-88',
    'o1',
    'JSAPI',
    'SUCCESS',
    'OTHERS',
    'CNY',
  ],
  ...[
    '198.00',
    '1.00',
    '0',
    '0',
    '0.00',
    '0.00',
    '',
    '',
    '手冲咖啡, 礼盒',
    '',
    '1.19400',
    '0.60%',
    '199.00',
    '0.00',
    '',
  ],
);
const BACK = line(
  ...['2024-05-20 12:01:00', 'wx1', '1900000001', '0', '', '4200001', 'T-88', 'o1', 'JSAPI', 'REFUND', 'OTHERS', 'CNY'],
  ...['0.00', '0.00', '5030001', 'R-10', '30.00', '0.00', 'ORIGINAL', 'PROCESSING', '手冲咖啡, 礼盒', ''],
  ...['-0.18000', '0.60%', '0.00', '30.00', ''],
);
const bill = (...rows: string[]) => [TRADE_HEADER, ...rows, SUM_HEADER, SUMS, ''].join('\r\n');

const FUND_BILL = [
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号',
  line(
    '2024-05-20 12:00:00',
    '4200001',
    '4200001A',
    '交易',
    '交易',
    '收入',
    '199.00',
    '1199.00',
    'system',
    '结算',
    'T-88',
  ),
  line(
    '2024-05-20 12:00:00',
    '4200001',
    '4200001B',
    '扣除交易手续费',
    '交易',
    '支出',
    '1.19',
    '1197.81',
    'system',
    '',
    '',
  ),
  '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额',
  line('2', '1', '199.00', '1', '1.19'),
].join('\n');

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');

/** A client of a platform that has this bill; `asked` holds the requests. */
async function clientWith(bytes: Buffer, hash: string) {
  const { baseUrl, asked } = await startPlatform(({ path }) =>
    path.startsWith('/v3/billdownload/')
      ? { body: bytes, signing: false }
      : // The address names WeChat's host, which this client must not ask.
        {
          body: {
            hash_type: 'SHA1',
            hash_value: hash,
            download_url: 'https://api.mch.example/v3/billdownload/file?token=a%2Bb',
          },
        },
  );
  return { client: new PayClient({ ...merchant, baseUrl, verifier: publicKeyMode }), asked };
}

test('a trade bill is asked for, fetched with a signature, unpacked, checked and read in fen', async () => {
  const text = `\uFEFF${bill(PAID, BACK)}`;
  const { client, asked } = await clientWith(gzipSync(text), sha1(text));
  const { rows, summary } = await client.tradeBill({ billDate: '2024-05-20', billType: 'ALL' });
  expect(asked.map(({ path, isSigned }) => [path, isSigned])).toEqual([
    ['/v3/bill/tradebill?bill_date=2024-05-20&bill_type=ALL&tar_type=GZIP', true],
    ['/v3/billdownload/file?token=a%2Bb', true],
  ]);
  expect(rows).toEqual([
    {
      at: '2024-05-20 12:00:00',
      transactionId: '4200001',
      outTradeNo: 'T-88',
      tradeState: 'SUCCESS',
      totalFen: 19_900,
      refundId: '',
      outRefundNo: '',
      refundFen: 0,
      refundState: '',
      feeFen: 119,
    },
    {
      at: '2024-05-20 12:01:00',
      transactionId: '4200001',
      outTradeNo: 'T-88',
      tradeState: 'REFUND',
      totalFen: 0,
      refundId: '5030001',
      outRefundNo: 'R-10',
      refundFen: 3_000,
      refundState: 'PROCESSING',
      feeFen: -18,
    },
  ]);
  expect(summary).toMatchObject({ 总交易单数: '2', 订单总金额: '199.00' });
});

test('a fund-flow bill gives each movement with the balance after it', async () => {
  const { client, asked } = await clientWith(Buffer.from(FUND_BILL), sha1(FUND_BILL));
  const { rows, summary } = await client.fundFlowBill({ billDate: '2024-05-20' });
  expect(asked[0]!.path).toBe('/v3/bill/fundflowbill?bill_date=2024-05-20&account_type=BASIC&tar_type=GZIP');
  expect(rows).toMatchObject([
    { flowId: '4200001A', direction: '收入', amountFen: 19_900, balanceFen: 119_900, voucherNo: 'T-88' },
    { flowId: '4200001B', direction: '支出', amountFen: 119, balanceFen: 119_781, business: '扣除交易手续费' },
  ]);
  expect(summary.支出金额).toBe('1.19');
});

test('a bill that does not match its SHA-1, or is cut short, is refused', async () => {
  const text = bill(PAID);
  const changed = await clientWith(gzipSync(text.replace('199.00', '99.00')), sha1(text));
  await expect(changed.client.tradeBill({ billDate: '2024-05-20' })).rejects.toThrow('does not match its hash');
  const cut = await clientWith(gzipSync(text).subarray(0, 60), sha1(text));
  await expect(cut.client.tradeBill({ billDate: '2024-05-20' })).rejects.toBeInstanceOf(WechatError);
});

test('the table is the one that an independent client reads', () => {
  const raw = bill(PAID, BACK, PAID);
  const theirs = Formatter.castCsvBill(`\uFEFF${raw}`) as ReturnType<typeof parseBill>;
  const { rows, summary } = parseBill(raw);
  expect(rows).toEqual(theirs.rows.map((row) => ({ ...row })));
  expect(rows).toHaveLength(3);
  expect(summary).toEqual({ ...theirs.summary });
});

test('no goods name, whatever commas, backticks and line ends it holds, moves an amount or loses a row', () => {
  const nasty = fc.string({ unit: fc.constantFrom('a', ',', '`', '\n', ',`', ' ', '总'), maxLength: 12 });
  fc.assert(
    fc.property(nasty, (name) => {
      // A line end straight before a backtick cannot be told from the next row.
      fc.pre(!/\n\s*`/.test(name));
      const { rows } = tradeRows(parseBill(bill(PAID.replace('手冲咖啡, 礼盒', name), BACK)));
      expect(rows.map(({ totalFen, refundFen, feeFen }) => [totalFen, refundFen, feeFen])).toEqual([
        [19_900, 0, 119],
        [0, 3_000, -18],
      ]);
    }),
  );
});

test.each([
  ['nothing', ''],
  ['an error page', '<html>\n<body>\n</html>'],
  ['a bill without sums', `${TRADE_HEADER}\n${PAID}\n`],
  ['a row that lacks a value', bill(PAID.slice(0, PAID.lastIndexOf(',')))],
  ['a line before the first row', bill('nothing', PAID)],
])('%s is refused instead of read as an empty bill', (_, raw) => {
  expect(() => parseBill(raw)).toThrow(WechatError);
});

test('an amount that cannot be read is refused instead of counted as nothing', () => {
  expect(() => tradeRows(parseBill(bill(PAID.replace('199.00', '1e3'))))).toThrow(WechatError);
  for (const wrong of ['', 'x', '1,000.00', '1.', '.5', '0.005', '--1', '1.2.3', '１']) {
    expect(() => yuanToFen(wrong), wrong).toThrow(WechatError);
  }
});

/** A bill whose columns are renamed or dropped. */
const renamed = (from: string, to: string) => bill(PAID, BACK).replace(from, to);

test.each([
  '交易时间',
  '微信订单号',
  '商户订单号',
  '交易状态',
  '商户退款单号',
  '退款状态',
  '手续费',
  '订单金额,申',
  '申请退款金额',
])('a bill without the column %s is refused instead of read without it', (column) => {
  expect(() => tradeRows(parseBill(renamed(column, `新${column}`)))).toThrow(WechatError);
});

test('an amount that is left out, an unknown state, a refund in a bill of payments: refused', () => {
  for (const row of [PAID.replace('`199.00', '`'), PAID.replace('`SUCCESS', '`SETTLED')])
    expect(() => tradeRows(parseBill(bill(row)))).toThrow(WechatError);
  const refunds = '微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,';
  const paymentsOnly = bill(PAID.replace('`0,`0,`0.00,`0.00,`,`,', '')).replace(refunds, '');
  expect(tradeRows(parseBill(paymentsOnly)).rows).toMatchObject([{ totalFen: 19_900, refundFen: 0, refundId: '' }]);
  expect(() => tradeRows(parseBill(paymentsOnly.replace('`SUCCESS', '`REFUND')))).toThrow(WechatError);
});

test('columns that WeChat adds are no hindrance', () => {
  const more = bill(`${PAID},\`新`, `${BACK},\`新`).replace('费率备注', '费率备注,以后的列');
  expect(tradeRows(parseBill(more)).rows.map((row) => row.totalFen)).toEqual([19_900, 0]);
});

test('a bill of the older format is read right', () => {
  const header =
    '交易时间,公众账号ID,商户号,子商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,总金额,代金券或立减优惠金额,微信退款单号,商户退款单号,退款金额,代金券或立减优惠退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率';
  const common = ['2016-01-01 10:00:00', 'wx1', '1900000001', '0', '', '4200001', 'T-88', 'o1', 'JSAPI'];
  const paid = line(
    ...common,
    'SUCCESS',
    'CFT',
    'CNY',
    '12.30',
    '0.0',
    '0',
    '0',
    '0',
    '0',
    '',
    '',
    '咖啡',
    '',
    '0.07',
    '0.60%',
  );
  const back = line(
    ...common,
    'REFUND',
    'CFT',
    'CNY',
    '0',
    '0',
    '2005',
    'R-1',
    '2.30',
    '0',
    'ORIGINAL',
    'SUCCESS',
    '咖啡',
    '',
    '-0.01',
    '0.60%',
  );
  const sums = '总交易单数,总交易额,总退款金额,总代金券或立减优惠退款金额,手续费总金额';
  const older = [header, paid, back, sums, line('2', '12.30', '2.30', '0.0', '0.06')].join('\n');
  expect(tradeRows(parseBill(older)).rows).toMatchObject([
    { totalFen: 1_230, refundFen: 0, feeFen: 7 },
    { totalFen: 0, refundFen: 230, outRefundNo: 'R-1', feeFen: -1 },
  ]);
});

test('a fund-flow bill without one of its columns is refused', () => {
  for (const column of ['记账时间', '收支类型', '收支金额(元)', '账户结余(元)', '业务凭证号'])
    expect(() => fundFlowRows(parseBill(FUND_BILL.replace(column, '新的列'))), column).toThrow(WechatError);
});

test('yuan become fen exactly, for every amount', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), (fen) => {
      const digits = String(Math.abs(fen)).padStart(3, '0');
      const yuan = `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
      expect(yuanToFen(yuan)).toBe(fen === 0 ? 0 : fen);
      expect(yuanToFen(`${yuan}000`)).toBe(yuanToFen(yuan));
    }),
  );
  expect([yuanToFen('12'), yuanToFen('12.3'), yuanToFen('-0.00')]).toEqual([1200, 1230, 0]);
});

test('a fee’s half fen rounds away from zero', () => {
  const feeOf = (fee: string) => tradeRows(parseBill(bill(PAID.replace('1.19400', fee)))).rows[0]!.feeFen;
  expect(['0.00499', '0.00500', '-0.00500', '1.19500', '0.6'].map(feeOf)).toEqual([0, 1, -1, 120, 60]);
});

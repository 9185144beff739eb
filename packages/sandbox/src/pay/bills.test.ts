import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore, type Refund, type Store, type Transaction } from '../state.ts';
import { tradeBill } from './bills.ts';
import { fundFlowBill } from './fund-bill.ts';
import { startOfDay } from './time.ts';

const DAY_MS = 86_400_000;
const noonMs = (startOfDay('2024-05-20') ?? 0) + DAY_MS / 2;
const may20 = { fromMs: noonMs - DAY_MS / 2, untilMs: noonMs + DAY_MS / 2 };

const trade: Transaction = {
  outTradeNo: 'T-88',
  transactionId: '4200001',
  tradeType: 'JSAPI',
  state: 'REFUND',
  appid: 'wx1',
  mchid: '1900000001',
  description: '手冲咖啡,\n礼盒',
  attach: null,
  notifyUrl: 'https://shop.example.com/notify',
  totalFen: 8_800,
  payerOpenid: 'o1',
  deviceId: null,
  profitSharing: false,
  combineOutTradeNo: null,
  fingerprint: '',
  keyMode: 'certificate',
  createdAtMs: noonMs,
  expiresAtMs: noonMs + DAY_MS,
  paidAtMs: noonMs,
};
const refund: Refund = {
  outRefundNo: 'R-10',
  refundId: '5030001',
  outTradeNo: 'T-88',
  transactionId: '4200001',
  status: 'SUCCESS',
  destined: 'SUCCESS',
  refundFen: 1_000,
  totalFen: 8_800,
  reason: null,
  notifyUrl: null,
  otherAccount: null,
  fingerprint: '',
  keyMode: 'certificate',
  createdAtMs: noonMs + 60_000,
  dueAtMs: noonMs + 61_000,
  settledAtMs: noonMs + 61_000,
};

function given(): Store {
  const store = openStore(mkdtempSync(path.join(tmpdir(), 'jishi-bill-')));
  onTestFinished(() => store.close());
  store.transactions.put('T-88', trade);
  store.transactions.put('T-UNPAID', { ...trade, outTradeNo: 'T-UNPAID', state: 'NOTPAY', paidAtMs: null });
  store.transactions.put('T-NEXT', { ...trade, outTradeNo: 'T-NEXT', paidAtMs: may20.untilMs });
  store.refunds.put('R-10', refund);
  return store;
}

const lines = (csv: string | null) => (csv ?? '').slice(1).trimEnd().split('\r\n');

test('ALL: payments and refunds of that day only, in order, with their sum; a line break never ends a row', () => {
  const [header, paid, back, sums, total, ...more] = lines(tradeBill(given(), 'ALL', may20));
  expect(header?.split(',')).toHaveLength(27);
  expect(paid).toBe(
    '`2024-05-20 12:00:00,`wx1,`1900000001,`0,`,`4200001,`T-88,`o1,`JSAPI,`SUCCESS,`OTHERS,`CNY,`88.00,`0.00,`0,`0,`0.00,`0.00,`,`,`手冲咖啡, 礼盒,`,`0.53000,`0.60%,`88.00,`0.00,`',
  );
  expect(back).toBe(
    '`2024-05-20 12:01:00,`wx1,`1900000001,`0,`,`4200001,`T-88,`o1,`JSAPI,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`5030001,`R-10,`10.00,`0.00,`ORIGINAL,`SUCCESS,`手冲咖啡, 礼盒,`,`-0.06000,`0.60%,`0.00,`10.00,`',
  );
  expect(sums).toMatch(/^总交易单数,/);
  expect(total).toBe('`2,`88.00,`10.00,`0.00,`0.47000,`88.00,`10.00');
  expect(more).toEqual([]);
});

test.each([
  ['SUCCESS', 1, 20],
  ['REFUND', 1, 29],
] as const)('%s: only its own rows, as many values as the header names', (type, count, columns) => {
  const rows = lines(tradeBill(given(), type, may20));
  expect(rows).toHaveLength(count + 3);
  expect(rows[0]?.split(',')).toHaveLength(columns);
  expect(rows[1]?.split(',`')).toHaveLength(columns);
});

test('a refund stands on the bill of the day on which it was taken, as it was when the bill was made', () => {
  const store = given();
  const late = { ...refund, createdAtMs: may20.untilMs - 12_000, settledAtMs: may20.untilMs + 18_000 };
  store.refunds.put('R-MIDNIGHT', { ...late, outRefundNo: 'R-MIDNIGHT' });
  store.refunds.put('R-SLOW', { ...late, outRefundNo: 'R-SLOW', settledAtMs: may20.untilMs + DAY_MS });
  store.refunds.put('R-CLOSED', {
    ...late,
    outRefundNo: 'R-CLOSED',
    status: 'CLOSED',
    settledAtMs: may20.untilMs + DAY_MS,
  });
  const may21 = { fromMs: may20.untilMs, untilMs: may20.untilMs + DAY_MS };
  const refundsOf = (period: typeof may20) =>
    lines(tradeBill(store, 'REFUND', period)).flatMap((row) => {
      const cells = row.slice(1).split(',`');
      return cells[17] && cells.length > 20 ? [[cells[17], cells[21], cells[15]]] : [];
    });
  expect(refundsOf(may20)).toEqual([
    ['R-10', 'SUCCESS', '2024-05-20 12:01:01'],
    ['R-MIDNIGHT', 'SUCCESS', '2024-05-21 00:00:18'],
    ['R-SLOW', 'PROCESSING', ''],
    ['R-CLOSED', 'PROCESSING', ''],
  ]);
  expect(refundsOf(may21)).toEqual([]);
});

test('a day on which nothing happened has no bill', () => {
  const before = { fromMs: may20.fromMs - DAY_MS, untilMs: may20.fromMs };
  expect(tradeBill(given(), 'ALL', before)).toBeNull();
  expect(fundFlowBill(given(), trade.mchid, before)).toBeNull();
});

test('fund flow: payment, fee and refund move the balance; the next day goes on from it', () => {
  const store = given();
  const [, paid, fee, back, , total] = lines(fundFlowBill(store, trade.mchid, may20)).map((row) => row.split(',`'));
  expect(paid?.slice(5, 8)).toEqual(['收入', '88.00', '88.00']);
  expect(fee?.slice(5, 8)).toEqual(['支出', '0.53', '87.47']);
  expect(back?.slice(5, 8)).toEqual(['支出', '9.94', '77.53']);
  expect(total).toEqual(['`3', '1', '88.00', '2', '10.47']);
  const next = lines(fundFlowBill(store, trade.mchid, { fromMs: may20.untilMs, untilMs: may20.untilMs + DAY_MS }));
  expect(next[1]?.split(',`').slice(5, 8)).toEqual(['收入', '88.00', '165.53']);
});

test('fund flow: a refund that was closed took nothing', () => {
  const store = given();
  store.refunds.put('R-10', { ...refund, status: 'CLOSED' });
  expect(lines(fundFlowBill(store, trade.mchid, may20))).toHaveLength(5);
});

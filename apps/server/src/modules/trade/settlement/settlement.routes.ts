import type { Static } from 'typebox';
import { chinaDate, DAY, nowMs } from '../../../kernel/clock.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Db } from '../../../platform/db/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import * as api from './settlement.api.ts';
import { explainDifference } from './settlement.rules.ts';
import { lastBillDay, reconcile } from './settlement.service.ts';
import * as store from './settlement.store.ts';

const SHOWN_DAYS = 90;

export const settlement: Module = { name: 'trade/settlement', register };

function register(platform: Platform): void {
  const { http, jobs, database, log } = platform;
  http.read(api.listReconciliations, async ({ actor: { tenantId }, db }) => {
    const rows = await store.lastDays(db, tenantId, SHOWN_DAYS);
    const counts = await differenceCounts(db, tenantId, rows);
    return { items: rows.map((row) => dayView(row, counts.get(row.day) ?? 0)) };
  });
  http.read(api.getReconciliation, async ({ actor: { tenantId }, params, db }) => {
    const row = await store.dayRow(db, tenantId, params.day);
    if (!row) throw common.NOT_FOUND();
    const items = await store.differencesOf(db, tenantId, params.day, params.day);
    return { ...dayView(row, items.length), items: items.map(differenceView) };
  });
  http.steps(api.runReconciliation, async ({ actor: { tenantId }, body, db }) => {
    await reconcile(platform, tenantId, body.day);
    const row = await store.dayRow(db, tenantId, body.day);
    if (!row) throw common.NOT_FOUND();
    return dayView(row, (await store.differencesOf(db, tenantId, body.day, body.day)).length);
  });
  // 10:30 in China: WeChat has made yesterday's bill.
  jobs.every('30 2 * * *', 'settlement:daily', async () => {
    const tenants = await database.outside<{ id: number }>('select tenant_ids() as id');
    for (const { id } of tenants)
      await reconcile(platform, id, lastBillDay(nowMs())).catch((error) =>
        log.error({ err: error, tenantId: id }, 'reconciliation failed'),
      );
  });
}

async function differenceCounts(db: Db, tenantId: number, rows: store.DayRow[]): Promise<Map<string, number>> {
  const [newest, oldest] = [rows.at(0)?.day, rows.at(-1)?.day];
  const counts = new Map<string, number>();
  if (!newest || !oldest) return counts;
  for (const d of await store.differencesOf(db, tenantId, oldest, newest))
    counts.set(d.day, (counts.get(d.day) ?? 0) + 1);
  return counts;
}

/** Differences of the last week that nobody has cleared, for the first page of the console. */
export async function recentDifferences(db: Db, tenantId: number): Promise<number> {
  const at = nowMs();
  return (await store.differencesOf(db, tenantId, chinaDate(at - 7 * DAY), chinaDate(at))).length;
}

const dayView = (r: store.DayRow, differences: number): Static<typeof api.Reconciliation> => ({
  day: r.day,
  state: r.status as 'balanced' | 'different' | 'failed',
  ranAt: r.ran_at.toISOString(),
  payments: r.payments,
  paymentsFen: r.payments_fen,
  refunds: r.refunds,
  refundsFen: r.refunds_fen,
  billPaymentsFen: r.bill_payments_fen,
  billRefundsFen: r.bill_refunds_fen,
  differences,
  failure: r.failure,
});

type DifferenceRow = Awaited<ReturnType<typeof store.differencesOf>>[number];
const differenceView = (d: DifferenceRow): Static<typeof api.Difference> => ({
  id: d.id,
  kind: d.kind as (typeof api.DIFFERENCES)[number],
  subject: d.subject as 'payment' | 'refund',
  number: d.number,
  orderId: d.order_id,
  bookFen: d.book_fen,
  billFen: d.bill_fen,
  ...explainDifference(d.kind),
});

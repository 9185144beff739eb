import type { Static } from 'typebox';
import { nowMs } from '../../../kernel/clock.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Db } from '../../../platform/db/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import * as api from './settlement.api.ts';
import { explainDifference, withWaitingDays } from './settlement.rules.ts';
import * as store from './settlement.store.ts';
import { lastBillDay, reconcile, reconcileDue } from './settlement.wechat.ts';

const SHOWN_DAYS = 90;

export const settlement: Module = { name: 'trade/settlement', register };

function register(platform: Platform): void {
  const { http, jobs } = platform;
  http.read(api.listReconciliations, async ({ actor: { tenantId }, db }) => {
    const rows = await store.lastDays(db, tenantId, SHOWN_DAYS);
    const open = await store.openDifferences(db, tenantId);
    const items = withWaitingDays(rows, lastBillDay(nowMs()), SHOWN_DAYS).map(({ day, row }) =>
      row ? dayView(row, open.get(day) ?? 0) : waitingView(day),
    );
    return { items };
  });
  http.read(api.getReconciliation, async ({ actor: { tenantId }, params, db }) => {
    const { view, items } = await dayOf(db, tenantId, params.day);
    return { ...view, items: items.map(differenceView) };
  });
  http.steps(api.runReconciliation, async ({ actor: { tenantId }, body, db }) => {
    await reconcile(platform, tenantId, body.day);
    return (await dayOf(db, tenantId, body.day)).view;
  });
  http.change(api.handleDifference, async ({ actor, params, body, tx }) => {
    await store.handle(tx, actor.tenantId, params, { by: actor.name, note: body.note });
    const row = (await store.differencesOf(tx, actor.tenantId, params.day)).find((d) => d.id === params.id);
    if (!row) throw common.NOT_FOUND();
    return differenceView(row);
  });
  // WeChat has made a day's bill by ten the next morning.
  jobs.sweep('reconciliation', { everyMinutes: 30, lane: 'wechat' }, (tenantId, signal) =>
    reconcileDue(platform, tenantId, signal),
  );
}

async function dayOf(db: Db, tenantId: number, day: string) {
  const row = await store.dayRow(db, tenantId, day);
  if (!row) throw common.NOT_FOUND();
  const items = await store.differencesOf(db, tenantId, day);
  return { view: dayView(row, items.filter((d) => !d.handled_at).length), items };
}

type DayView = Static<typeof api.Reconciliation>;
const NOTHING = { payments: 0, paymentsFen: 0, refunds: 0, refundsFen: 0, billPaymentsFen: 0, billRefundsFen: 0 };
const waitingView = (day: string): DayView => ({
  day,
  state: 'waiting',
  ranAt: null,
  ...NOTHING,
  differences: 0,
  failure: null,
});

/** Differences that nobody has handled, for the first page of the console. */
export async function countDifferences(db: Db, tenantId: number): Promise<number> {
  return [...(await store.openDifferences(db, tenantId)).values()].reduce((sum, n) => sum + n, 0);
}

const dayView = (r: store.DayRow, differences: number): DayView => ({
  day: r.day,
  state: r.status === 'different' && differences === 0 ? 'handled' : (r.status as 'balanced' | 'different' | 'failed'),
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

const differenceView = (d: store.DifferenceRow): Static<typeof api.Difference> => ({
  id: d.id,
  kind: d.kind as (typeof api.DIFFERENCES)[number],
  subject: d.subject as 'payment' | 'refund' | 'purse',
  number: d.number,
  orderId: d.order_id,
  bookFen: d.book_fen,
  billFen: d.bill_fen,
  ...explainDifference(d.kind),
  handled: d.handled_at ? { at: d.handled_at.toISOString(), by: d.handled_by ?? '', note: d.handled_note ?? '' } : null,
});

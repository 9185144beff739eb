import type { Static } from 'typebox';
import type { Db } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { customerNames } from '../../identity/customer/index.ts';
import { type AdminRefundSummary, headsByIds, lineRows, type RefundSummary } from '../order/index.ts';
import { refundStandings } from '../payment/index.ts';
import type { AdminRefund, OwnRefund } from './aftersales.api.ts';
import * as store from './aftersales.store.ts';

type Summary = Static<typeof RefundSummary>;
type AdminSummary = Static<typeof AdminRefundSummary>;

/** Cases with the titles and pictures of what is refunded. */
export async function summaries(db: Db, tenantId: number, rows: store.CaseRow[]): Promise<Summary[]> {
  if (rows.length === 0) return [];
  const caseIds = rows.map((r) => r.id);
  const orderIds = [...new Set(rows.map((r) => r.order_id))];
  const [pieces, found] = await Promise.all([store.piecesOf(db, tenantId, caseIds), lineRows(db, tenantId, orderIds)]);
  const lines = new Map(found.map((l) => [l.id, l]));
  return rows.map((r) => ({
    id: r.id,
    number: r.number,
    kind: r.kind as Summary['kind'],
    state: r.status as Summary['state'],
    amountFen: r.amount_fen,
    purseFen: r.purse_fen,
    reason: r.reason,
    rejectReason: r.reject_reason,
    paidByHand:
      r.status !== 'succeeded' || r.by_hand_note === null ? null : { note: r.by_hand_note, picture: r.by_hand_picture },
    freightFen: r.freight_fen,
    keptFen: r.kept_fen,
    terms: r.terms as string[],
    createdAt: r.created_at.toISOString(),
    finishedAt: r.finished_at?.toISOString() ?? null,
    lines: (pieces.get(r.id) ?? []).map((p) => {
      const line = lines.get(p.lineId);
      return {
        lineId: p.lineId,
        title: line?.title ?? '',
        specs: (line?.specs ?? []) as string[],
        picture: line?.picture ?? '',
        quantity: p.quantity,
        amountFen: p.amountFen,
      };
    }),
  }));
}

/** The same for staff: why WeChat has not paid, and what can be done. */
export async function adminSummaries(db: Db, tenantId: number, rows: store.CaseRow[]): Promise<AdminSummary[]> {
  const ids = rows.map((r) => r.id);
  const [base, standings] = await Promise.all([summaries(db, tenantId, rows), refundStandings(db, tenantId, ids)]);
  return base.map((summary) => {
    const refund = standings.get(summary.id);
    return {
      ...summary,
      failure: refund?.failure ?? null,
      nextTryAt: refund?.failure ? (refund.nextTryAt?.toISOString() ?? null) : null,
      remedies: summary.state === 'failed' ? (refund?.remedies ?? []) : [],
    };
  });
}

export async function adminRefunds(
  platform: Platform,
  db: Db,
  tenantId: number,
  rows: store.CaseRow[],
): Promise<Static<typeof AdminRefund>[]> {
  const customerIds = rows.map((r) => r.customer_id);
  const [base, names, ofOrder] = await Promise.all([
    adminSummaries(db, tenantId, rows),
    customerNames(platform, db, tenantId, customerIds),
    orderOf(db, tenantId, rows),
  ]);
  return base.map((summary, i) => ({
    ...summary,
    ...ofOrder(rows[i]),
    customerName: names.get(rows[i]?.customer_id ?? '')?.nickname ?? '已注销',
  }));
}

export async function ownRefunds(db: Db, tenantId: number, rows: store.CaseRow[]): Promise<Static<typeof OwnRefund>[]> {
  const [base, ofOrder] = await Promise.all([summaries(db, tenantId, rows), orderOf(db, tenantId, rows)]);
  return base.map((summary, i) => ({ ...summary, ...ofOrder(rows[i]) }));
}

async function orderOf(db: Db, tenantId: number, rows: store.CaseRow[]) {
  const orderIds = rows.map((r) => r.order_id);
  const heads = await headsByIds(db, tenantId, orderIds);
  return (row: store.CaseRow | undefined) => ({
    orderId: row?.order_id ?? '',
    orderNumber: heads.get(row?.order_id ?? '')?.number ?? '',
  });
}

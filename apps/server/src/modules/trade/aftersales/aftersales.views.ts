import type { Static } from 'typebox';
import type { Db } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { customerNames } from '../../identity/customer/index.ts';
import { headsByIds, lineRows, type RefundSummary } from '../order/index.ts';
import type { AdminRefund } from './aftersales.api.ts';
import * as store from './aftersales.store.ts';

type Summary = Static<typeof RefundSummary>;

/** Cases with the titles and pictures of what is refunded. */
export async function summaries(db: Db, tenantId: number, rows: store.CaseRow[]): Promise<Summary[]> {
  if (rows.length === 0) return [];
  const pieces = await store.piecesOf(
    db,
    tenantId,
    rows.map((r) => r.id),
  );
  const lines = new Map(
    (await lineRows(db, tenantId, [...new Set(rows.map((r) => r.order_id))])).map((l) => [l.id, l]),
  );
  return rows.map((r) => ({
    id: r.id,
    number: r.number,
    state: r.status as Summary['state'],
    amountFen: r.amount_fen,
    reason: r.reason,
    rejectReason: r.reject_reason,
    freightFen: r.freight_fen,
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

export async function adminRefunds(
  platform: Platform,
  db: Db,
  tenantId: number,
  rows: store.CaseRow[],
): Promise<Static<typeof AdminRefund>[]> {
  const [base, names] = [
    await summaries(db, tenantId, rows),
    await customerNames(
      platform,
      db,
      tenantId,
      rows.map((r) => r.customer_id),
    ),
  ];
  const numbers = await headsByIds(
    db,
    tenantId,
    rows.map((r) => r.order_id),
  );
  return base.map((summary, i) => {
    const row = rows[i];
    return {
      ...summary,
      orderId: row?.order_id ?? '',
      orderNumber: numbers.get(row?.order_id ?? '')?.number ?? '',
      customerName: names.get(row?.customer_id ?? '')?.nickname ?? '已注销',
    };
  });
}

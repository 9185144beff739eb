import type { Db } from '../../../platform/db/index.ts';
import { balances } from '../../../platform/ledger/index.ts';
import { paidFromPocket } from '../pricing/index.ts';

/** What a purse's part of an order says that was paid and is not back, and what the ledger says, in the purse's unit. */
interface PurseEntry {
  orderId: string;
  /** Of the order, and which purse. */
  number: string;
  parts: number;
  ledger: number;
}

/** Purses that paid for orders which were paid in a span, as the orders say and as the ledger says. */
export async function pursesBetween(db: Db, tenantId: number, from: Date, to: Date): Promise<PurseEntry[]> {
  const rows = await db
    .selectFrom('order_head as h')
    .innerJoin('order_part as p', (join) =>
      join.onRef('p.tenant_id', '=', 'h.tenant_id').onRef('p.order_id', '=', 'h.id'),
    )
    .select(['h.id', 'h.number', 'p.source', 'p.label', 'p.units', 'p.returned_units'])
    .where('h.tenant_id', '=', tenantId)
    .where('p.tenant_id', '=', tenantId)
    .where('h.paid_at', '>=', from)
    .where('h.paid_at', '<', to)
    .where('h.purse_fen', '>', 0)
    .where('p.kind', '=', 'purse')
    .execute();
  const found = await balances(
    db,
    tenantId,
    rows.map((r) => paidFromPocket(r.source, r.id)),
  );
  return rows.map((r) => ({
    orderId: r.id,
    number: `${r.number} ${r.label}`,
    parts: r.units - r.returned_units,
    ledger: found.get(paidFromPocket(r.source, r.id))?.balance ?? 0,
  }));
}

import { now } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';

export type DemoKind = 'goods' | 'category' | 'coupon' | 'campaign' | 'setting' | 'welcome' | 'term' | 'freight';

/** Notes what the demo puts into a shop, so that it can be taken away again. */
export async function noteDemo(tx: Tx, tenantId: number, kind: DemoKind, items: readonly string[]): Promise<void> {
  const rows = [...new Set(items)].filter(Boolean).map((item) => ({ tenant_id: tenantId, kind, item }));
  if (rows.length === 0) return;
  await tx
    .insertInto('opening_demo')
    .values(rows)
    .onConflict((c) => c.columns(['tenant_id', 'kind', 'item']).doNothing())
    .execute();
}

/** What is left of the demo, by kind. */
export async function demoItems(db: Db, tenantId: number): Promise<Record<DemoKind, string[]>> {
  const left: Record<DemoKind, string[]> = {
    goods: [],
    category: [],
    coupon: [],
    campaign: [],
    setting: [],
    welcome: [],
    term: [],
    freight: [],
  };
  const rows = await db
    .selectFrom('opening_demo')
    .select(['kind', 'item'])
    .where('tenant_id', '=', tenantId)
    .orderBy('item')
    .execute();
  for (const { kind, item } of rows) left[kind as DemoKind].push(item);
  return left;
}

/** The demo's mark goes, whatever became of the thing itself. */
export const forgetDemo = (tx: Tx, tenantId: number, kind: DemoKind, items: readonly string[]) =>
  items.length === 0
    ? Promise.resolve([])
    : tx
        .deleteFrom('opening_demo')
        .where('tenant_id', '=', tenantId)
        .where('kind', '=', kind)
        .where('item', 'in', items)
        .execute();

export const openingRow = (db: Db, tenantId: number) =>
  db
    .selectFrom('opening')
    .select(['dismissed_at', 'clearing_at', 'cleared_at'])
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();

/** Writes one time of the list; the first one counts. Returns whether it was the first. */
export async function noteTime(
  tx: Tx,
  tenantId: number,
  column: 'dismissed_at' | 'clearing_at' | 'cleared_at',
): Promise<boolean> {
  await tx
    .insertInto('opening')
    .values({ tenant_id: tenantId })
    .onConflict((c) => c.column('tenant_id').doNothing())
    .execute();
  const { numUpdatedRows } = await tx
    .updateTable('opening')
    .set({ [column]: now() })
    .where('tenant_id', '=', tenantId)
    .where(column, 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

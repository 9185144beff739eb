import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import { sources } from '../../../kernel/flow.ts';
import { type Db, keyset, type PageAsk, type Tx, unguessed } from '../../../platform/db/index.ts';
import type { BatchKind, BatchState, CodeState } from './code.api.ts';
import { batchFlow, codeFlow } from './coupon.rules.ts';

export interface BatchRow {
  id: string;
  coupon_id: string;
  kind: BatchKind;
  status: BatchState;
  wanted: number;
  made: number;
  created_at: Date;
  /** The shared one. */
  code: string | null;
}
const DESK = keyset('desc', ['created_at', 'time'], ['id', 'uuid']);
const batches = (db: Db, tenantId: number) =>
  db
    .selectFrom('coupon_batch')
    .select(['id', 'coupon_id', 'kind', 'status', 'wanted', 'made', 'code', 'created_at'])
    .where('tenant_id', '=', tenantId);

export const batchPage = (db: Db, tenantId: number, couponId: string, ask: PageAsk) =>
  DESK.page(batches(db, tenantId).where('coupon_id', '=', couponId), ask).execute() as unknown as Promise<
    (BatchRow & { cursor_key: string })[]
  >;

export const batchRow = (db: Db, tenantId: number, id: string) =>
  batches(db, tenantId).where('id', '=', id).executeTakeFirst() as unknown as Promise<BatchRow | undefined>;

export const lockBatch = (tx: Tx, tenantId: number, id: string) =>
  batches(tx, tenantId).where('id', '=', id).forUpdate().executeTakeFirst() as unknown as Promise<BatchRow | undefined>;

export const insertBatch = (tx: Tx, tenantId: number, batch: Omit<BatchRow, 'created_at'>) =>
  tx
    .insertInto('coupon_batch')
    .values({ tenant_id: tenantId, ...batch, created_at: now() })
    .execute();

/** The only way a batch changes its state; returns whether it did. */
export async function turnBatch(tx: Tx, tenantId: number, id: string, to: BatchState): Promise<boolean> {
  const done = await tx
    .updateTable('coupon_batch')
    .set({ status: to })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('status', 'in', sources(batchFlow, to))
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

export const setMade = (tx: Tx, tenantId: number, id: string, made: number) =>
  tx.updateTable('coupon_batch').set({ made }).where('tenant_id', '=', tenantId).where('id', '=', id).execute();

/** Keeps codes of a batch; those that the shop has already are left out. Returns those that are new. */
export async function insertCodes(
  tx: Tx,
  tenantId: number,
  batch: { id: string; couponId: string; isShared: boolean; from: number },
  codes: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    insert into coupon_code (tenant_id, code, coupon_id, batch_id, nth, is_shared, status)
    select ${tenantId}, c.code, ${batch.couponId}, ${batch.id}, ${batch.from} + c.n, ${batch.isShared}, 'open'
    from unnest(${codes}::text[]) with ordinality as c(code, n)
    on conflict do nothing returning code`.execute(tx);
  return rows.map((row) => row.code);
}

export const voidOpen = (tx: Tx, tenantId: number, batchId: string) =>
  tx
    .updateTable('coupon_code')
    .set({ status: 'voided' })
    .where('tenant_id', '=', tenantId)
    .where('batch_id', '=', batchId)
    .where('status', 'in', sources(codeFlow, 'voided'))
    .execute();

export interface CodeRow {
  code: string;
  coupon_id: string;
  batch_id: string;
  is_shared: boolean;
  status: CodeState;
}
const known = (db: Db, tenantId: number, codes: readonly string[]) =>
  db
    .selectFrom('coupon_code')
    .select(['code', 'coupon_id', 'batch_id', 'is_shared', 'status'])
    .where('tenant_id', '=', tenantId)
    .where('code', '=', sql<string>`any(${codes}::text[])`);

export const codeRow = (db: Db, tenantId: number, code: string) =>
  known(db, tenantId, [code]).executeTakeFirst() as Promise<CodeRow | undefined>;

/** Of these codes those that are there, locked until the transaction ends. */
export async function lockCodes(tx: Tx, tenantId: number, codes: readonly string[]): Promise<Map<string, CodeRow>> {
  if (codes.length === 0) return new Map();
  const rows = (await known(tx, tenantId, codes).orderBy('code').forUpdate().execute()) as CodeRow[];
  return new Map(rows.map((row) => [row.code, row]));
}

/** Single codes of which each was used for a coupon. */
export const useCodes = (tx: Tx, tenantId: number, used: readonly { code: string; heldId: string }[]) =>
  sql`
    update coupon_code c set status = 'used', held_id = u.held_id, used_at = ${now()}
    from unnest(${used.map((u) => u.code)}::text[], ${used.map((u) => u.heldId)}::uuid[]) as u(code, held_id)
    where c.tenant_id = ${tenantId} and c.code = u.code and c.status = any(${sources(codeFlow, 'used')}::text[])`.execute(
    tx,
  );

const AS_MADE = keyset('asc', ['nth', 'number']);
export function codePage(db: Db, tenantId: number, ask: PageAsk & { batchId: string; state?: CodeState }) {
  let query = db
    .selectFrom('coupon_code')
    .select(['code', 'status', 'used_at'])
    .where('tenant_id', '=', tenantId)
    .where('batch_id', '=', ask.batchId);
  if (ask.state) query = query.where('status', '=', unguessed(ask.state, 'text'));
  return AS_MADE.page(query, ask).execute() as unknown as Promise<
    { code: string; status: CodeState; used_at: Date | null; cursor_key: string }[]
  >;
}

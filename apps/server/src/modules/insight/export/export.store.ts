import { now } from '../../../kernel/clock.ts';
import { sources } from '../../../kernel/flow.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import type { ExportKind } from './export.api.ts';
import { type ExportState, exportFlow } from './export.rules.ts';

const SHOWN = 50;

export const insertExport = (
  tx: Tx,
  tenantId: number,
  job: { id: string; staff_id: string; staff_name: string; kind: ExportKind; filters: object },
) =>
  tx
    .insertInto('export_job')
    .values({
      ...job,
      tenant_id: tenantId,
      filters: JSON.stringify(job.filters),
      status: 'waiting',
      created_at: now(),
    })
    .returningAll()
    .executeTakeFirstOrThrow();

export const exportsOf = (db: Db, tenantId: number, staffId: string) =>
  db
    .selectFrom('export_job')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('staff_id', '=', staffId)
    .orderBy('created_at', 'desc')
    .limit(SHOWN)
    .execute();
export type ExportRow = Awaited<ReturnType<typeof exportsOf>>[number];

export const exportRow = (db: Db, tenantId: number, id: string, staffId: string) =>
  db
    .selectFrom('export_job')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('staff_id', '=', staffId)
    .executeTakeFirst();

/** How many of somebody's exports are not over yet. */
export async function countOpen(tx: Tx, tenantId: number, staffId: string): Promise<number> {
  const rows = await tx
    .selectFrom('export_job')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('staff_id', '=', staffId)
    .where('status', 'in', ['waiting', 'running'])
    .execute();
  return rows.length;
}

/** The only way an export changes its state; undefined when the flow does not lead there from where it is. */
export const turn = (
  tx: Tx,
  tenantId: number,
  id: string,
  to: ExportState,
  columns: { rows?: number; bytes?: number; ended_at?: Date } = {},
) =>
  tx
    .updateTable('export_job')
    .set({ status: to, ...columns })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('status', 'in', sources(exportFlow, to))
    .returningAll()
    .executeTakeFirst();

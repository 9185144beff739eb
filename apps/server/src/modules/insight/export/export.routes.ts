import { createReadStream, existsSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Permission, Staff } from '../../../kernel/actor.ts';
import { chinaTime, HOUR, now, nowMs } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import { common } from '../../../kernel/refusal.ts';
import { validatorCompiler } from '../../../platform/http/index.ts';
import { keepFor } from '../../../platform/jobs/index.ts';
import { jobKind, schedule } from '../../../platform/outbox/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import * as api from './export.api.ts';
import { LISTS } from './export.columns.ts';
import { KEPT_HOURS, MAX_OPEN } from './export.rules.ts';
import * as store from './export.store.ts';
import { exportFile, exportFolder, writeExport } from './export.work.ts';

export const exports: Module = { name: 'insight/export', register };

const write = jobKind<{ exportId: string }>('export.write');

const view = (row: store.ExportRow): api.ExportView => ({
  id: row.id,
  kind: row.kind as api.ExportKind,
  state: row.status as api.ExportView['state'],
  rows: row.rows,
  bytes: row.bytes === null ? null : Number(row.bytes),
  createdAt: row.created_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
  file: row.status === 'done' ? `/admin/me/exports/${row.id}/file` : null,
});

/** Refuses with EXPORT_NOT_ALLOWED unless the person may see the list. */
function checkMay(actor: Staff, kind: api.ExportKind): void {
  if (!actor.permissions.includes(LISTS[kind].op.audience as Permission)) throw api.exportRefusals.EXPORT_NOT_ALLOWED();
}

function register(platform: Platform): void {
  const { http, database, jobs } = platform;
  const checkFilters = filterChecks();
  keepFor(platform, 'export_job', 'created_at', KEPT_HOURS);
  jobs.sweep('export-files', { everyMinutes: 60, lane: 'rest' }, () => removeOld(platform));
  jobs.on(write, ({ tenantId, data, signal }) => writeExport(platform, tenantId, data.exportId, signal), {
    lane: 'rest',
  });

  http.change(api.createExport, async ({ actor, body: { kind, filters }, tx, notes }) => {
    const { tenantId, staffId, name } = actor;
    checkMay(actor, kind);
    checkFilters(kind, filters);
    if ((await store.countOpen(tx, tenantId, staffId)) >= MAX_OPEN) throw api.exportRefusals.EXPORT_BUSY();
    const row = await store.insertExport(tx, tenantId, {
      id: newId(),
      staff_id: staffId,
      staff_name: name,
      kind,
      filters,
    });
    await schedule(tx, tenantId, write, { exportId: row.id });
    // Their names alone: a filter may be somebody's phone number.
    Object.assign(notes, { kind, filters: Object.keys(filters) });
    return view(row);
  });
  http.read(api.listExports, async ({ actor: { tenantId, staffId }, db }) => ({
    items: (await store.exportsOf(db, tenantId, staffId)).map(view),
  }));
  http.steps(api.cancelExport, async ({ actor: { tenantId, staffId }, params: { id }, db }) => {
    if (!(await store.exportRow(db, tenantId, id, staffId))) throw common.NOT_FOUND();
    const stopped = await database.inTx(tenantId, (tx) =>
      store.turn(tx, tenantId, id, 'cancelled', { ended_at: now() }),
    );
    const row = stopped ?? (await store.exportRow(db, tenantId, id, staffId));
    if (!row) throw common.NOT_FOUND();
    return view(row);
  });
  http.read(api.downloadExport, async ({ actor, params: { id }, db, reply }) => {
    const row = await store.exportRow(db, actor.tenantId, id, actor.staffId);
    if (!row) throw common.NOT_FOUND();
    const kind = row.kind as api.ExportKind;
    checkMay(actor, kind);
    if (row.status === 'waiting' || row.status === 'running') throw api.exportRefusals.EXPORT_NOT_READY();
    const file = exportFile(platform, id);
    if (row.status !== 'done' || !existsSync(file)) throw api.exportRefusals.EXPORT_GONE();
    const name = encodeURIComponent(`${LISTS[kind].name}-${chinaTime(row.created_at.getTime()).slice(0, 10)}.csv`);
    reply.header('content-disposition', `attachment; filename="${kind}.csv"; filename*=UTF-8''${name}`);
    reply.type('text/csv; charset=utf-8').header('content-length', (await stat(file)).size);
    return createReadStream(file);
  });
}

/** Refuses with BAD_INPUT what the list itself would refuse. */
function filterChecks() {
  const compile = validatorCompiler();
  const checks = new Map(
    Object.entries(LISTS).map(([kind, { op }]) => [
      kind,
      compile({ schema: op.query ?? {}, method: 'GET', url: op.url, httpPart: 'querystring' }),
    ]),
  );
  return (kind: api.ExportKind, filters: object): void => {
    const named = ['cursor', 'limit'].some((own) => own in filters);
    if (named || !checks.get(kind)?.({ ...filters }))
      throw common.BAD_INPUT({ errors: [{ field: 'filters', message: '筛选条件有误' }] });
  };
}

/** Files whose rows are deleted by now, and what a process that died left half written. */
async function removeOld(platform: Platform): Promise<void> {
  const folder = exportFolder(platform);
  const before = nowMs() - KEPT_HOURS * HOUR;
  for (const name of existsSync(folder) ? await readdir(folder) : []) {
    const file = path.join(folder, name);
    if ((await stat(file)).mtimeMs < before) await rm(file, { force: true });
  }
}

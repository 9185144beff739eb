import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Permission, Staff } from '../../../kernel/actor.ts';
import { now } from '../../../kernel/clock.ts';
import type { Platform } from '../../../platform/platform.ts';
import { csvHead, csvLines } from './csv.rules.ts';
import type { ExportKind } from './export.api.ts';
import { LISTS } from './export.columns.ts';
import * as store from './export.store.ts';

const PAGE = 100;
/** So many pages between two looks at whether it was cancelled. */
const PAGES_A_LOOK = 20;

export const exportFolder = ({ config }: Platform): string => path.join(config.dataDir, 'exports');
export const exportFile = (platform: Platform, id: string): string => path.join(exportFolder(platform), `${id}.csv`);

/** Writes the file of an export that waits, page by page; of one that is over or cancelled nothing. A try that broke off begins anew. */
export async function writeExport(
  platform: Platform,
  tenantId: number,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  const { database, log } = platform;
  const row = await database.inTx(tenantId, (tx) => store.turn(tx, tenantId, id, 'running', { rows: 0 }));
  if (!row) return;
  const part = `${exportFile(platform, id)}.part`;
  try {
    await mkdir(exportFolder(platform), { recursive: true, mode: 0o700 });
    const rows = await writeRows(platform, row, part, signal);
    if (rows === null) return await rm(part, { force: true });
    await rename(part, exportFile(platform, id));
    const { size } = await stat(exportFile(platform, id));
    const done = await database.inTx(tenantId, async (tx) => {
      const ended = await store.turn(tx, tenantId, id, 'done', { rows, bytes: size, ended_at: now() });
      if (ended) await platform.audit.note(tx, writtenEntry(row, rows));
      return ended;
    });
    // Cancelled in the last moment.
    if (!done) await rm(exportFile(platform, id), { force: true });
  } catch (error) {
    await rm(part, { force: true });
    // The process is stopping: another one begins anew.
    if (signal.aborted) throw error;
    log.error({ err: error, tenantId, exportId: id }, 'an export failed');
    await database.inTx(tenantId, (tx) => store.turn(tx, tenantId, id, 'failed', { ended_at: now() }));
  }
}

/** Who took how many rows of what out of the shop. */
const writtenEntry = (row: store.ExportRow, rows: number) => ({
  tenantId: row.tenant_id,
  actor: `staff:${row.staff_id}`,
  actorName: row.staff_name,
  operation: 'createExport',
  target: row.id,
  result: 200,
  ip: null,
  requestId: `export-${row.id}`,
  detail: { kind: row.kind, rows },
});

/** The number of rows, or null when it was cancelled meanwhile. The whole is never in memory: the next page waits for the disk. */
async function writeRows(
  platform: Platform,
  row: store.ExportRow,
  file: string,
  signal: AbortSignal,
): Promise<number | null> {
  const { http, database } = platform;
  const { op, columns } = LISTS[row.kind as ExportKind];
  const out = createWriteStream(file, { mode: 0o600 });
  try {
    await write(out, csvHead(columns));
    let rows = 0;
    let cursor: string | undefined;
    for (let page = 1; ; page++) {
      signal.throwIfAborted();
      const query = { ...(row.filters as object), limit: PAGE, ...(cursor ? { cursor } : {}) };
      const { items, next } = (await http.answer(op, readerOf(row), query)) as { items: never[]; next: string | null };
      await write(out, csvLines(columns, items));
      rows += items.length;
      cursor = next ?? undefined;
      if (cursor === undefined) break;
      const { tenant_id: tenantId, id } = row;
      if (
        page % PAGES_A_LOOK === 0 &&
        !(await database.inTx(tenantId, (tx) => store.turn(tx, tenantId, id, 'running', { rows })))
      )
        return null;
    }
    out.end();
    await once(out, 'close');
    return rows;
  } finally {
    out.destroy();
  }
}

async function write(out: WriteStream, text: string): Promise<void> {
  if (!out.write(text)) await once(out, 'drain');
}

/** The staff member who asked, as far as the list needs them: what they may was checked then, and is again when they download. */
const readerOf = (row: store.ExportRow): Staff => ({
  kind: 'staff',
  tenantId: row.tenant_id,
  staffId: row.staff_id,
  name: row.staff_name,
  permissions: [LISTS[row.kind as ExportKind].op.audience as Permission],
  sessionId: '',
  must: null,
  confirmedUntilMs: 0,
});

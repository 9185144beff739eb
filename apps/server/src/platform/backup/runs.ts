import pg from 'pg';
import { HOUR, nowMs } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import { cutToCodePoints } from '../../kernel/text.ts';
import type { Database } from '../db/index.ts';

/** Older than a night and half a day: one was missed. */
const FRESH_MS = 36 * HOUR;
const LONGEST_FAILURE = 500;
/** Of a night's run: it failed an hour ago, or the process that began it is gone. */
const MAY_TRY_AGAIN = `(b.failure is not null and b.ended_at < now() - interval '1 hour')
  or (b.ended_at is null and b.started_at < now() - interval '6 hours')`;

/**
 * Makes a backup and notes how it went, also when it fails. Of a `night` (YYYY-MM-DD) it is made once, by the first process that comes: null for
 * later ones.
 */
export async function notedRun<Made extends { bytes: number }>(
  ownerUrl: string,
  night: string | null,
  make: () => Promise<Made>,
): Promise<Made | null> {
  const ask = async (text: string, values: unknown[]) => {
    const client = new pg.Client({ connectionString: ownerUrl, application_name: 'jishi-backup' });
    await client.connect();
    return client.query(text, values).finally(() => client.end());
  };
  const { rows } = await ask(
    `insert into backup_run as b (id, night, started_at) values ($1, $2, now())
     on conflict (night) do update set started_at = now(), ended_at = null, failure = null where ${MAY_TRY_AGAIN}
     returning id`,
    [newId(), night],
  );
  await ask(`delete from backup_run where started_at < now() - interval '1 year'`, []);
  const id = rows[0]?.id;
  if (!id) return null;
  const end = 'update backup_run set ended_at = now(), bytes = $2, failure = $3 where id = $1';
  try {
    const made = await make();
    await ask(end, [id, made.bytes, null]);
    return made;
  } catch (error) {
    await ask(end, [id, null, cutToCodePoints((error as Error).message, LONGEST_FAILURE)]).catch(() => {});
    throw error;
  }
}

/** Whether this night's backup is still to be made. */
export async function isNightOpen(database: Database, night: string): Promise<boolean> {
  const rows = await database.outside(`select 1 from backup_run b where night = $1 and not (${MAY_TRY_AGAIN})`, [
    night,
  ]);
  return rows.length === 0;
}

export interface BackupState {
  /** When the last good one was over. */
  lastAt: Date | null;
  bytes: number | null;
  /** Why the latest try failed; null when it did not. */
  failure: string | null;
  state: 'none' | 'old' | 'failed' | 'fresh';
}
/** How fresh the last backup is. */
export async function backupState(database: Database): Promise<BackupState> {
  const [good] = await database.outside<{ ended_at: Date; bytes: string }>(
    'select ended_at, bytes from backup_run where ended_at is not null and failure is null order by started_at desc limit 1',
  );
  const [latest] = await database.outside<{ failure: string | null }>(
    'select failure from backup_run where ended_at is not null order by started_at desc limit 1',
  );
  const failure = latest?.failure ?? null;
  if (!good) return { lastAt: null, bytes: null, failure, state: failure ? 'failed' : 'none' };
  const isOld = nowMs() - good.ended_at.getTime() > FRESH_MS;
  return {
    lastAt: good.ended_at,
    bytes: Number(good.bytes),
    failure,
    state: isOld ? 'old' : failure ? 'failed' : 'fresh',
  };
}

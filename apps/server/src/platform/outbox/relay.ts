import type pg from 'pg';

interface Waiting {
  tenant_id: number;
  id: string;
  task: string;
  payload: object;
  run_at: Date | null;
  job_key: string | null;
}

export interface JobSpec {
  identifier: string;
  payload: { tenantId: number; data: object };
  run_at?: string;
  job_key?: string;
  max_attempts: number;
}

export const RELAY_BATCH = 500;
const MAX_ATTEMPTS = 25;

/** Hands one batch of waiting rows to the job queue; returns how many. An event becomes one job a listener. */
export async function relayBatch(pool: pg.Pool, listenersOf: (event: string) => string[]): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<Waiting>(
      `select tenant_id, id, task, payload, run_at, job_key from outbox where relayed_at is null order by seq limit ${RELAY_BATCH} for update skip locked`,
    );
    if (rows.length > 0) {
      const specs = rows.flatMap((row) => specsOf(row, listenersOf));
      if (specs.length > 0)
        await client.query(
          'select 1 from graphile_worker.add_jobs(array(select json_populate_recordset(null::graphile_worker.job_spec, $1::json)))',
          [JSON.stringify(specs)],
        );
      await client.query('update outbox set relayed_at = now() where id = any($1::uuid[]) and relayed_at is null', [
        rows.map((r) => r.id),
      ]);
    }
    await client.query('commit');
    return rows.length;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

function specsOf(row: Waiting, listenersOf: (event: string) => string[]): JobSpec[] {
  const payload = { tenantId: row.tenant_id, data: row.payload };
  const base = { payload, max_attempts: MAX_ATTEMPTS };
  if (row.task.startsWith('event:'))
    return listenersOf(row.task.slice(6)).map((listener) => ({
      ...base,
      identifier: listener,
      job_key: `${row.id}/${listener}`,
    }));
  return [
    {
      ...base,
      identifier: row.task.slice(4),
      ...(row.run_at ? { run_at: row.run_at.toISOString() } : {}),
      job_key: row.job_key ? `${row.tenant_id}/${row.job_key}` : row.id,
    },
  ];
}

import { sql } from 'kysely';
import type { Db } from '../../../platform/db/index.ts';

export interface DaySales {
  /** Calendar day in China, YYYY-MM-DD. */
  day: string;
  gmvFen: number;
  orders: number;
}

/** What was paid on each day of the span, GMV in fen; days without a paid order are missing. Read from the index of payments alone. */
export async function salesByDay(db: Db, tenantId: number, from: Date, to: Date): Promise<DaySales[]> {
  const { rows } = await sql<DaySales>`
    select to_char(paid_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day, sum(total_fen)::bigint as "gmvFen", count(*)::int as orders
    from order_head where tenant_id = ${tenantId} and paid_at >= ${from} and paid_at < ${to} group by 1`.execute(db);
  return rows;
}

import { now } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import type { Verdict } from './review.rules.ts';

/** Pictures that WeChat was asked about. A verdict may be here already: its push can overtake this. */
export async function insertChecks(
  tx: Tx,
  tenantId: number,
  reviewId: string,
  checks: readonly { trace: string; picture: string }[],
): Promise<void> {
  if (checks.length === 0) return;
  const at = now();
  await tx
    .insertInto('review_check')
    .values(checks.map((check) => ({ ...check, tenant_id: tenantId, review_id: reviewId, created_at: at })))
    .onConflict((c) =>
      c.columns(['tenant_id', 'trace']).doUpdateSet((e) => ({
        review_id: e.ref('excluded.review_id'),
        picture: e.ref('excluded.picture'),
      })),
    )
    .execute();
}

/** Keeps a verdict; the first one counts. Returns the review that it is about, or undefined when none is known yet. */
export async function keepVerdict(
  tx: Tx,
  tenantId: number,
  trace: string,
  verdict: Verdict,
): Promise<string | undefined> {
  const row = await tx
    .insertInto('review_check')
    .values({ tenant_id: tenantId, trace, review_id: null, picture: '', verdict, created_at: now() })
    .onConflict((c) =>
      c.columns(['tenant_id', 'trace']).doUpdateSet({ verdict }).where('review_check.verdict', 'is', null),
    )
    .returning('review_id')
    .executeTakeFirst();
  return row?.review_id ?? undefined;
}

export interface Check {
  picture: string;
  verdict: Verdict | null;
}
export const checksOf = (db: Db, tenantId: number, reviewId: string) =>
  db
    .selectFrom('review_check')
    .select(['picture', 'verdict'])
    .where('tenant_id', '=', tenantId)
    .where('review_id', '=', reviewId)
    .execute() as unknown as Promise<Check[]>;

/** Reviews that are being checked for longer than they should. */
export const overdueReviews = (db: Db, tenantId: number, before: Date, most: number) =>
  db
    .selectFrom('review')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('status', '=', 'checking')
    .where('checking_since', '<', before)
    .orderBy('checking_since')
    .limit(most)
    .execute();

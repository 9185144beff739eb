import { type Selectable, sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import type { DB } from '../../../platform/db/generated.ts';
import { type Db, keyset, type PageAsk, type Tx } from '../../../platform/db/index.ts';
import type { CampaignInput, CampaignKind, CampaignState } from './campaign.api.ts';
import type { Rule, Saved } from './campaign.rules.ts';

export type CampaignRow = Selectable<DB['campaign']>;

/** A row as it was put in, with its rule by the name of its kind. */
export function savedOf(row: CampaignRow): Saved {
  const kind = row.kind as CampaignKind;
  const rule = row.rule as unknown as Rule;
  return {
    kind,
    name: row.name,
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    weekly: row.weekly as CampaignInput['weekly'],
    scope: row.scope as CampaignInput['scope'],
    excludes: row.excludes as CampaignInput['excludes'],
    [kind]: rule,
    rule,
  };
}

/** Fen that SKUs are compared with, by id; null: not kept. */
export type Basis = Readonly<Record<string, number>> | null;

const columnsOf = (c: Saved, published: boolean, basis: Basis) => ({
  kind: c.kind,
  name: c.name,
  published,
  starts_at: new Date(c.startsAt),
  ends_at: new Date(c.endsAt),
  weekly: c.weekly && JSON.stringify(c.weekly),
  scope: JSON.stringify(c.scope),
  rule: JSON.stringify(c.rule),
  excludes: JSON.stringify(c.excludes),
  basis: basis && JSON.stringify(basis),
  updated_at: now(),
});

export const insertCampaign = (tx: Tx, tenantId: number, id: string, c: Saved, published: boolean, basis: Basis) =>
  tx
    .insertInto('campaign')
    .values({ tenant_id: tenantId, id, ...columnsOf(c, published, basis), version: 1, created_at: now() })
    .returningAll()
    .executeTakeFirstOrThrow();

/** Replaces a campaign that still is at `version`; undefined when it is not. */
export const replaceCampaign = (
  tx: Tx,
  tenantId: number,
  id: string,
  version: number,
  c: Saved,
  published: boolean,
  basis: Basis,
): Promise<CampaignRow | undefined> =>
  tx
    .updateTable('campaign')
    .set({ ...columnsOf(c, published, basis), version: version + 1 })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst();

export const markStopped = (tx: Tx, tenantId: number, id: string) =>
  tx
    .updateTable('campaign')
    .set({ stopped_at: now(), updated_at: now(), version: sql`version + 1` })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();

export const removeCampaign = (tx: Tx, tenantId: number, id: string) =>
  tx.deleteFrom('campaign').where('tenant_id', '=', tenantId).where('id', '=', id).execute();

export const campaignRow = (db: Db, tenantId: number, id: string): Promise<CampaignRow | undefined> =>
  db.selectFrom('campaign').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();

/** Rules of these campaigns, or of all that are published and not over. */
export async function campaignRows(
  db: Db,
  tenantId: number,
  which: readonly string[] | 'live',
): Promise<CampaignOfOrder[]> {
  const all = db.selectFrom('campaign').select(['id', 'kind', 'rule', 'scope']).where('tenant_id', '=', tenantId);
  const rows =
    which === 'live'
      ? all.where('published', '=', true).where('stopped_at', 'is', null).where('ends_at', '>', now())
      : all.where('id', '=', sql<string>`any(${which}::uuid[])`);
  return (await rows.orderBy('id').execute()) as unknown as CampaignOfOrder[];
}
export interface CampaignOfOrder {
  id: string;
  kind: CampaignKind;
  rule: Rule;
  scope: CampaignInput['scope'];
}

/** The same, and nobody else changes it meanwhile. */
export const lockedRow = (tx: Tx, tenantId: number, id: string): Promise<CampaignRow | undefined> =>
  tx
    .selectFrom('campaign')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();

/** Campaigns that are on or still to come. */
export const liveRows = (db: Db, tenantId: number, atMs: number): Promise<CampaignRow[]> =>
  db
    .selectFrom('campaign')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('published', '=', true)
    .where('stopped_at', 'is', null)
    .where('ends_at', '>', new Date(atMs))
    .orderBy('ends_at')
    .orderBy('id')
    .execute();

const DESK = keyset('desc', ['updated_at', 'time'], ['id', 'uuid']);
export interface DeskAsk extends PageAsk {
  state?: CampaignState;
  kind?: CampaignKind;
  keyword?: string;
}

/** Campaigns of a state at this moment, latest change first. */
export function deskRows(db: Db, tenantId: number, { state, kind, keyword, ...page }: DeskAsk) {
  const at = now();
  let query = db.selectFrom('campaign').selectAll().where('tenant_id', '=', tenantId);
  if (state) query = query.where('published', '=', state !== 'draft');
  if (state === 'stopped') query = query.where('stopped_at', 'is not', null);
  else if (state && state !== 'draft') query = query.where('stopped_at', 'is', null);
  if (state === 'planned') query = query.where('starts_at', '>', at);
  if (state === 'running') query = query.where('starts_at', '<=', at).where('ends_at', '>', at);
  if (state === 'over') query = query.where('ends_at', '<=', at);
  if (kind) query = query.where('kind', '=', kind);
  if (keyword) query = query.where(sql<number>`strpos(lower(name), lower(${keyword}))`, '>', 0);
  return DESK.page(query, page).execute();
}

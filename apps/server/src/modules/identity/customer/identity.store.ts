import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import type { Identity } from './identity.rules.ts';

export interface OwnedIdentity extends Identity {
  customer_id: string;
  sealed: string | null;
}
const COLUMNS = ['kind', 'app', 'value', 'customer_id', 'sealed'] as const;

/** Held for this transaction, in one order for all, so that nobody waits in a circle: two logins of a new person find one customer. */
export async function lockIdentities(tx: Tx, tenantId: number, identities: Identity[]): Promise<void> {
  const names = identities.map(({ kind, app, value }) => `${kind} ${app} ${value}`).sort();
  for (const name of names)
    await sql`select pg_advisory_xact_lock(hashtextextended(${`customer/${tenantId}/${name}`}, 0))`.execute(tx);
}

export async function identityOwner(db: Db, tenantId: number, { kind, app, value }: Identity): Promise<string | null> {
  const row = await db
    .selectFrom('customer_identity')
    .select('customer_id')
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind)
    .where('app', '=', app)
    .where('value', '=', value)
    .executeTakeFirst();
  return row?.customer_id ?? null;
}

/** Whom a number is known by, when they proved it last, and how many orders they paid. `mark`: its blind index. */
export async function phoneOwner(
  db: Db,
  tenantId: number,
  mark: string,
): Promise<{ customerId: string; provedAt: Date; orders: number } | null> {
  const row = await db
    .selectFrom('customer_identity as i')
    .innerJoin('customer as c', (on) => on.onRef('c.tenant_id', '=', 'i.tenant_id').onRef('c.id', '=', 'i.customer_id'))
    .select(['i.customer_id', 'i.proved_at', 'c.orders'])
    .where('i.tenant_id', '=', tenantId)
    .where('i.kind', '=', 'phone')
    .where('i.value', '=', mark)
    .executeTakeFirst();
  return row ? { customerId: row.customer_id, provedAt: row.proved_at, orders: row.orders } : null;
}

/** The customer has shown again that a number is theirs. */
export const provePhone = (tx: Tx, tenantId: number, mark: string) =>
  tx
    .updateTable('customer_identity')
    .set({ proved_at: now() })
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', 'phone')
    .where('value', '=', mark)
    .execute();

export const identitiesOf = (db: Db, tenantId: number, customerIds: string[]): Promise<OwnedIdentity[]> =>
  db
    .selectFrom('customer_identity')
    .select(COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', sql<string>`any(${customerIds}::uuid[])`)
    .orderBy('created_at')
    .execute() as Promise<OwnedIdentity[]>;

/** Gives an identity to a customer, away from the one who had it. */
export const keepIdentity = (tx: Tx, tenantId: number, identity: OwnedIdentity) =>
  tx
    .insertInto('customer_identity')
    .values({ tenant_id: tenantId, created_at: now(), proved_at: now(), ...identity })
    .onConflict((c) =>
      c.columns(['tenant_id', 'kind', 'app', 'value']).doUpdateSet({
        customer_id: identity.customer_id,
        sealed: identity.sealed,
        created_at: now(),
        proved_at: now(),
      }),
    )
    .execute();

/** An identity goes over to another customer; a phone number is sealed for them. */
export const moveIdentity = (tx: Tx, tenantId: number, { kind, app, value, customer_id, sealed }: OwnedIdentity) =>
  tx
    .updateTable('customer_identity')
    .set({ customer_id, sealed })
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind)
    .where('app', '=', app)
    .where('value', '=', value)
    .execute();

/** A customer who gives another phone number leaves the ones of before. */
export const dropOtherPhones = (tx: Tx, tenantId: number, customerId: string, mark: string) =>
  tx
    .deleteFrom('customer_identity')
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', customerId)
    .where('kind', '=', 'phone')
    .where('value', '<>', mark)
    .execute();

export async function openidOf(db: Db, tenantId: number, customerId: string, appid: string): Promise<string | null> {
  const row = await db
    .selectFrom('customer_identity')
    .select('value')
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', customerId)
    .where('kind', '=', 'openid')
    .where('app', '=', appid)
    .executeTakeFirst();
  return row?.value ?? null;
}

export interface Standing {
  id: string;
  joined_into: string | null;
  created_at: Date;
}
/** Locks customers for this transaction, in the order of their ids. */
export const lockStanding = (tx: Tx, tenantId: number, ids: string[]): Promise<Standing[]> =>
  tx
    .selectFrom('customer')
    .select(['id', 'joined_into', 'created_at'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();

/** Whom a customer was joined into, through all joins; the same id when there was none. */
export async function standingFor(db: Db, tenantId: number, id: string): Promise<string> {
  const found = await sql<{ id: string }>`
    with recursive way (id, next) as (
      select id, joined_into from customer where tenant_id = ${tenantId} and id = ${id}
      union select c.id, c.joined_into from customer c join way on c.id = way.next where c.tenant_id = ${tenantId})
    select id from way where next is null`.execute(db);
  return found.rows[0]?.id ?? id;
}

export const markJoined = async (tx: Tx, tenantId: number, from: string, into: string) => {
  // One person has the higher of the two levels.
  await sql`update customer c set level = greatest(c.level, o.level) from customer o
    where c.tenant_id = ${tenantId} and c.id = ${into} and o.tenant_id = ${tenantId} and o.id = ${from}`.execute(tx);
  await tx
    .updateTable('customer')
    .set({ joined_into: into, joined_at: sql<Date>`clock_timestamp()` })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', from)
    .execute();
};

/** Joins after an instant: whose old tokens stand for whom. */
export const joinedSince = (db: Db, tenantId: number, since: Date) =>
  db
    .selectFrom('customer')
    .select(['id', 'joined_into', 'joined_at'])
    .where('tenant_id', '=', tenantId)
    .where('joined_into', 'is not', null)
    .where('joined_at', '>', since)
    .execute();

export const moveSessions = (tx: Tx, tenantId: number, from: string, into: string) =>
  tx
    .updateTable('customer_session')
    .set({ customer_id: into })
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', from)
    .execute();

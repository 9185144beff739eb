import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';

/** An account, with whether a second factor is in force. */
const staff = (db: Db, tenantId: number) =>
  db
    .selectFrom('staff')
    .selectAll()
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('staff_totp')
            .select('staff_id')
            .whereRef('staff_totp.tenant_id', '=', 'staff.tenant_id')
            .whereRef('staff_totp.staff_id', '=', 'staff.id')
            .where('staff_totp.confirmed_at', 'is not', null),
        )
        .$castTo<boolean>()
        .as('enrolled'),
    )
    .where('tenant_id', '=', tenantId);
export type StaffRow = NonNullable<Awaited<ReturnType<typeof staffRow>>>;
export const staffRow = (db: Db, tenantId: number, id: string) =>
  staff(db, tenantId).where('id', '=', id).executeTakeFirst();
export const allStaff = (db: Db, tenantId: number) => staff(db, tenantId).orderBy('created_at').execute();
export const staffByLogin = (db: Db, tenantId: number, login: string) =>
  staff(db, tenantId).where(sql<string>`lower(login)`, '=', login.toLowerCase()).executeTakeFirst();
/** All accounts held, so that two changes cannot both take away the last manager. */
export const lockAll = (tx: Tx, tenantId: number) => staff(tx, tenantId).orderBy('id').forNoKeyUpdate().execute();

export interface NewStaff {
  id: string;
  login: string;
  name: string;
  password: string;
  permissions: string[];
  owner: boolean;
  /** The password was given by somebody else. */
  must_change: boolean;
}
/** Adds an account; false when the login is taken, in whatever case it is written. */
export async function insertStaff(tx: Tx, tenantId: number, s: NewStaff): Promise<boolean> {
  const done = await tx
    .insertInto('staff')
    .values({ tenant_id: tenantId, created_at: now(), password_at: now(), ...s })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst();
  return done.numInsertedOrUpdatedRows === 1n;
}

type Columns = Partial<
  Pick<
    StaffRow,
    'name' | 'password' | 'password_at' | 'must_change' | 'owner' | 'permissions' | 'active' | 'last_seen_at'
  >
>;
export const updateStaff = (tx: Tx, tenantId: number, id: string, columns: Columns) =>
  tx.updateTable('staff').set(columns).where('tenant_id', '=', tenantId).where('id', '=', id).execute();

/** Notes that an account was used; false when its password was changed or it was stopped since it was read. */
export async function markSeen(tx: Tx, { tenant_id, id, password }: StaffRow): Promise<boolean> {
  const done = await tx
    .updateTable('staff')
    .set({ last_seen_at: now() })
    .where('tenant_id', '=', tenant_id)
    .where('id', '=', id)
    .where('password', '=', password)
    .where('active', '=', true)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/** The hashes of passwords before the current one, the newest first. */
export async function formerPasswords(db: Db, tenantId: number, staffId: string, most: number): Promise<string[]> {
  const rows = await db
    .selectFrom('staff_password')
    .select('password')
    .where('tenant_id', '=', tenantId)
    .where('staff_id', '=', staffId)
    .orderBy('id', 'desc')
    .limit(most)
    .execute();
  return rows.map((r) => r.password);
}

/** Keeps a password that was replaced, and of those before it the newest `most` in all. */
export async function keepFormer(tx: Tx, { tenant_id, id, password }: StaffRow, most: number): Promise<void> {
  await tx.insertInto('staff_password').values({ tenant_id, id: newId(), staff_id: id, password }).execute();
  await sql`
    delete from staff_password where tenant_id = ${tenant_id} and staff_id = ${id} and id not in (
      select id from staff_password where tenant_id = ${tenant_id} and staff_id = ${id} order by id desc limit ${most})`.execute(
    tx,
  );
}

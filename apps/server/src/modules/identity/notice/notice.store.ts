import { sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import { sources } from '../../../kernel/flow.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Db, Tx } from '../../../platform/db/index.ts';
import type { Field } from './notice.api.ts';
import { type MessageState, messageFlow } from './notice.rules.ts';

export interface NoticeRow {
  kind: string;
  /** Of the mini program that has the template. */
  appid: string;
  template_id: string;
  title: string;
  fields: Field[];
  changed_at: Date;
}
export const noticeRows = (db: Db, tenantId: number): Promise<NoticeRow[]> =>
  db
    .selectFrom('notice')
    .select(['kind', 'appid', 'template_id', 'title', 'fields', 'changed_at'])
    .where('tenant_id', '=', tenantId)
    .execute() as Promise<unknown> as Promise<NoticeRow[]>;

export const noticeRow = async (db: Db, tenantId: number, kind: string): Promise<NoticeRow | undefined> =>
  (await db
    .selectFrom('notice')
    .select(['kind', 'appid', 'template_id', 'title', 'fields', 'changed_at'])
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind)
    .executeTakeFirst()) as NoticeRow | undefined;

/** Whether the shop has a template for a kind of event. */
export const isTold = async (db: Db, tenantId: number, kind: string): Promise<boolean> =>
  (await noticeRow(db, tenantId, kind)) !== undefined;

export async function keepNotice(tx: Tx, tenantId: number, row: Omit<NoticeRow, 'changed_at'>): Promise<void> {
  const columns = { ...row, fields: JSON.stringify(row.fields), changed_at: now() };
  await tx
    .insertInto('notice')
    .values({ tenant_id: tenantId, ...columns })
    .onConflict((c) => c.columns(['tenant_id', 'kind']).doUpdateSet(columns))
    .execute();
}

export const removeNotice = (tx: Tx, tenantId: number, kind: string) =>
  tx.deleteFrom('notice').where('tenant_id', '=', tenantId).where('kind', '=', kind).execute();

export interface RightChange {
  customerId: string;
  templateId: string;
  change: number;
  reason: 'accepted' | 'sent' | 'given-back' | 'refused';
  messageId?: string;
}
export const addRights = (tx: Tx, tenantId: number, changes: RightChange[]) =>
  tx
    .insertInto('notice_right')
    .values(
      changes.map(({ customerId, templateId, change, reason, messageId }) => ({
        tenant_id: tenantId,
        id: newId(),
        customer_id: customerId,
        template_id: templateId,
        change,
        reason,
        message_id: messageId ?? null,
        at: now(),
      })),
    )
    .execute();

/** Held for this transaction, so that one right is not used twice. */
export const lockRights = (tx: Tx, tenantId: number, customerId: string, templateId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`notice/${tenantId}/${customerId}/${templateId}`}, 0))`.execute(
    tx,
  );

export async function rightsLeft(db: Db, tenantId: number, customerId: string, templateId: string): Promise<number> {
  const { left } = await db
    .selectFrom('notice_right')
    .select(sql<number>`coalesce(sum(change), 0)::int`.as('left'))
    .where('tenant_id', '=', tenantId)
    .where('customer_id', '=', customerId)
    .where('template_id', '=', templateId)
    .executeTakeFirstOrThrow();
  return left;
}

export interface NewMessage {
  customerId: string;
  kind: string;
  templateId: string;
  subject: string;
  page: string;
  data: Record<string, { value: string }>;
  usefulUntil: Date;
}
/** The id, or null when this kind was sent about this subject before. */
export async function insertMessage(tx: Tx, tenantId: number, m: NewMessage): Promise<string | null> {
  const id = newId();
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('notice_message')
    .values({
      tenant_id: tenantId,
      id,
      customer_id: m.customerId,
      kind: m.kind,
      template_id: m.templateId,
      subject: m.subject,
      page: m.page,
      data: JSON.stringify(m.data),
      status: 'waiting',
      useful_until: m.usefulUntil,
      created_at: now(),
      turned_at: now(),
    })
    .onConflict((c) => c.columns(['tenant_id', 'kind', 'subject']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n ? id : null;
}

export const messageRow = (db: Db, tenantId: number, id: string) =>
  db.selectFrom('notice_message').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();
export type MessageRow = NonNullable<Awaited<ReturnType<typeof messageRow>>>;

/** The only way a message changes state. */
export const turnMessage = (
  tx: Tx,
  tenantId: number,
  id: string,
  to: MessageState,
  columns: { failure?: string | null; tries?: number } = {},
) =>
  tx
    .updateTable('notice_message')
    .set({ status: to, turned_at: now(), ...columns })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('status', 'in', sources(messageFlow, to))
    .returningAll()
    .executeTakeFirst();

/** Messages that nobody sends: their job was lost. */
export const forgottenMessages = (db: Db, tenantId: number, before: Date, limit: number) =>
  db
    .selectFrom('notice_message')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('status', 'in', ['waiting', 'sending'])
    .where('turned_at', '<', before)
    .orderBy('turned_at')
    .limit(limit)
    .execute();

export interface Figures {
  kind: string;
  sent: number;
  not_sent: number;
}
export const figuresSince = (db: Db, tenantId: number, since: Date): Promise<Figures[]> =>
  db
    .selectFrom('notice_message')
    .select([
      'kind',
      sql<number>`count(*) filter (where status = 'sent')::int`.as('sent'),
      sql<number>`count(*) filter (where status in ('refused', 'failed', 'unknown'))::int`.as('not_sent'),
    ])
    .where('tenant_id', '=', tenantId)
    .where('turned_at', '>=', since)
    .groupBy('kind')
    .execute();

/** Why the newest message of a kind that failed has failed. */
export const lastFailure = (db: Db, tenantId: number, kind: string, since: Date) =>
  db
    .selectFrom('notice_message')
    .select(['failure', 'status'])
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind)
    .where('turned_at', '>=', since)
    .orderBy('turned_at', 'desc')
    .limit(1)
    .executeTakeFirst();

export async function moveNotices(tx: Tx, tenantId: number, from: string, into: string): Promise<void> {
  for (const table of ['notice_message', 'notice_right'] as const)
    await tx
      .updateTable(table)
      .set({ customer_id: into })
      .where('tenant_id', '=', tenantId)
      .where('customer_id', '=', from)
      .execute();
}

export async function eraseNotices(tx: Tx, tenantId: number, customerId: string): Promise<void> {
  for (const table of ['notice_message', 'notice_right'] as const)
    await tx.deleteFrom(table).where('tenant_id', '=', tenantId).where('customer_id', '=', customerId).execute();
}

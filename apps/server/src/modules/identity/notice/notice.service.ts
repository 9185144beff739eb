import { HOUR, nowMs } from '../../../kernel/clock.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { jobKind, schedule } from '../../../platform/outbox/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { dataOf, type FactValue } from './notice.rules.ts';
import { type NoticeKind, noticeAccepted, noticeKind } from './notice.slots.ts';
import * as store from './notice.store.ts';

export const sendNotice = jobKind<{ messageId: string }>('notice.send');

/** An event to tell a shopper of. */
export interface Telling {
  kind: NoticeKind;
  customerId: string;
  /** What it is about, e.g. the order's id: a kind is told once of each. */
  subject: string;
  /** Of the mini program, with its parameters, without a slash in front. */
  page: string;
  facts: Readonly<Record<string, FactValue>>;
  /** Afterwards it is no news any more; unless said, after the kind's hours. */
  usefulUntil?: Date;
}

/**
 * Tells a shopper of an event by a subscribe message, after the commit, if the shop has a template for it and the shopper accepted one
 * more message; otherwise nothing happens. Telling it twice changes nothing.
 */
export async function tell(tx: Tx, tenantId: number, telling: Telling): Promise<void> {
  const { kind, customerId, subject, page, facts } = telling;
  const notice = await store.noticeRow(tx, tenantId, kind.code);
  if (!notice) return;
  const templateId = notice.template_id;
  await store.lockRights(tx, tenantId, customerId, templateId);
  if ((await store.rightsLeft(tx, tenantId, customerId, templateId)) < 1) return;
  const messageId = await store.insertMessage(tx, tenantId, {
    customerId,
    kind: kind.code,
    templateId,
    subject,
    page,
    data: dataOf(notice.fields, facts),
    usefulUntil: telling.usefulUntil ?? new Date(nowMs() + kind.usefulHours * HOUR),
  });
  if (!messageId) return;
  await store.addRights(tx, tenantId, [{ customerId, templateId, change: -1, reason: 'sent', messageId }]);
  await send(tx, tenantId, messageId);
}

export const send = (tx: Tx, tenantId: number, messageId: string, runAt?: Date) =>
  schedule(tx, tenantId, sendNotice, { messageId }, { ...(runAt && { runAt }), key: `notice/${messageId}` });

/** A shopper accepted these templates, once each. Templates that the shop does not send are no right of anybody's. */
export async function accept(
  platform: Platform,
  tx: Tx,
  { tenantId, customerId }: { tenantId: number; customerId: string },
  templateIds: readonly string[],
): Promise<void> {
  const notices = (await store.noticeRows(tx, tenantId)).filter((one) => templateIds.includes(one.template_id));
  const accepted = [...new Set(notices.map((one) => one.template_id))];
  if (accepted.length === 0) return;
  await store.addRights(
    tx,
    tenantId,
    accepted.map((templateId) => ({ customerId, templateId, change: 1, reason: 'accepted' as const })),
  );
  const kinds = notices.map((one) => one.kind);
  for (const plan of platform.slots.all(noticeAccepted)) await plan(tx, { tenantId, customerId, kinds });
}

export const kindsOf = ({ slots }: Platform): readonly NoticeKind[] => slots.all(noticeKind);

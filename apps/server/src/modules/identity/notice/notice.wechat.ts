import { type TemplateData, WechatApiError, WechatError, WechatTimeoutError } from '@jishi/wechat';
import { MINUTE, nowMs } from '../../../kernel/clock.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { cut } from '../../../kernel/text.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { openidOf } from '../customer/index.ts';
import { wechatOf } from '../tenant/index.ts';
import { type MessageState, NO_RIGHT, pauseMs, reasonText } from './notice.rules.ts';
import { send } from './notice.service.ts';
import * as store from './notice.store.ts';

interface Outcome {
  to: Exclude<MessageState, 'sending'>;
  failure: string | null;
  /** WeChat says that the shopper has no right left. */
  noRight?: boolean;
}

/** Sends a message, at most once: one that was on its way when the process died is never sent again. */
export async function sendMessage(platform: Platform, tenantId: number, id: string): Promise<void> {
  const { database } = platform;
  const row = await database.inTx(tenantId, (tx) => takeUp(tx, tenantId, id));
  if (!row) return;
  const outcome = await tryOnce(platform, tenantId, row);
  await database.inTx(tenantId, (tx) => conclude(tx, tenantId, row, outcome));
}

async function takeUp(tx: Tx, tenantId: number, id: string): Promise<store.MessageRow | undefined> {
  const row = await store.messageRow(tx, tenantId, id);
  if (row?.status === 'sending') {
    await store.turnMessage(tx, tenantId, id, 'unknown', { failure: '发送时服务中断，为避免重复没有再发' });
    return undefined;
  }
  if (row?.status !== 'waiting') return undefined;
  if (row.useful_until.getTime() <= nowMs()) {
    if (await store.turnMessage(tx, tenantId, id, 'failed', { failure: '已过时，没有发送' }))
      await giveBack(tx, tenantId, row);
    return undefined;
  }
  return store.turnMessage(tx, tenantId, id, 'sending');
}

async function tryOnce(platform: Platform, tenantId: number, row: store.MessageRow): Promise<Outcome> {
  const db = platform.database.forTenant(tenantId);
  try {
    const { miniProgram, appid } = await wechatOf(platform).account(tenantId);
    const openid = await openidOf(db, tenantId, row.customer_id, appid);
    if (!openid) return { to: 'refused', failure: '顾客没有用过小程序' };
    await miniProgram.sendSubscribeMessage({
      touser: openid,
      template_id: row.template_id,
      page: row.page,
      data: row.data as TemplateData,
    });
    return { to: 'sent', failure: null };
  } catch (error) {
    return outcomeOf(error);
  }
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof WechatApiError) {
    const failure = reasonText(error.errcode, error.message);
    if (NO_RIGHT.has(error.errcode)) return { to: 'refused', failure, noRight: true };
    // What the merchant mends (a key, the list of addresses) is mended within hours, or the message is no news any more.
    return { to: error.remedy === null ? 'failed' : 'waiting', failure };
  }
  if (error instanceof WechatTimeoutError) return { to: 'unknown', failure: '微信没有回应，为避免重复没有再发' };
  if (error instanceof WechatError || error instanceof Refusal) return { to: 'failed', failure: error.message };
  throw error;
}

async function conclude(tx: Tx, tenantId: number, row: store.MessageRow, { to, failure, noRight }: Outcome) {
  const tries = row.tries + 1;
  const wait = to === 'waiting' ? pauseMs(tries) : null;
  const end = to === 'waiting' && wait === null ? 'failed' : to;
  const columns = { failure: failure && cut(failure, 200), tries };
  if (!(await store.turnMessage(tx, tenantId, row.id, end, columns))) return;
  if (wait !== null) await send(tx, tenantId, row.id, new Date(nowMs() + wait));
  if (end === 'failed') await giveBack(tx, tenantId, row);
  if (noRight) await forget(tx, tenantId, row);
}

/** WeChat did not use the right up. */
const giveBack = (tx: Tx, tenantId: number, { id, customer_id, template_id }: store.MessageRow) =>
  store.addRights(tx, tenantId, [
    { customerId: customer_id, templateId: template_id, change: 1, reason: 'given-back', messageId: id },
  ]);

/** WeChat knows of no right: what we counted was not so, e.g. because the shopper switched the messages off. */
async function forget(
  tx: Tx,
  tenantId: number,
  { id, customer_id: customerId, template_id: templateId }: store.MessageRow,
) {
  await store.lockRights(tx, tenantId, customerId, templateId);
  const left = await store.rightsLeft(tx, tenantId, customerId, templateId);
  if (left > 0)
    await store.addRights(tx, tenantId, [{ customerId, templateId, change: -left, reason: 'refused', messageId: id }]);
}

const FORGOTTEN_MS = 10 * MINUTE;
const AT_ONCE = 200;
/** Sets messages in motion whose job was lost. */
export async function sendForgotten({ database }: Platform, tenantId: number): Promise<void> {
  const before = new Date(nowMs() - FORGOTTEN_MS);
  const rows = await store.forgottenMessages(database.forTenant(tenantId), tenantId, before, AT_ONCE);
  if (rows.length === 0) return;
  await database.inTx(tenantId, async (tx) => {
    for (const { id } of rows) await send(tx, tenantId, id);
  });
}

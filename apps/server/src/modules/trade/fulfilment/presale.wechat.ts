import { type MiniProgramClient, WechatApiError } from '@jishi/wechat';
import { MINUTE, nowMs, SECOND } from '../../../kernel/clock.ts';
import type { Platform } from '../../../platform/platform.ts';
import { wechatOf } from '../../identity/tenant/index.ts';
import { notePresaleTold, paymentsOfOrder, untoldPresales } from '../order/index.ts';

/** WeChat takes a later dispatch from so many days after the payment on; what leaves sooner needs no word (`opspecialorder`). */
const LONG_DAYS = 15;
/** WeChat knows a payment a little later than we do. */
const UNKNOWN_AT_FIRST_MS = 10 * MINUTE;
const NO_SUCH_ORDER = 268546002;
const AT_ONCE = 200;

/** Tells WeChat of presales that leave late, so that it does not take the merchant for a late one. What fails is tried the next time. */
export async function reportPresales(platform: Platform, tenantId: number): Promise<void> {
  const { database, log } = platform;
  const db = database.forTenant(tenantId);
  const orders = await untoldPresales(db, tenantId, LONG_DAYS, AT_ONCE);
  if (orders.length === 0) return;
  const { miniProgram } = await wechatOf(platform).account(tenantId);
  for (const { id, paid_at, ship_by } of orders) {
    if (!paid_at || !ship_by) continue;
    const paid = (await paymentsOfOrder(db, tenantId, id)).find((p) => p.status === 'succeeded');
    const isOver = paid?.transaction_id
      ? await report(miniProgram, paid.transaction_id, ship_by, paid_at).catch((error: unknown) => {
          log.warn({ err: error, tenantId, orderId: id }, 'WeChat has not taken the dispatch time of a presale');
          return error instanceof WechatApiError && !error.retryable;
        })
      : true;
    if (isOver) await database.inTx(tenantId, (tx) => notePresaleTold(tx, tenantId, id));
  }
}

/** Whether WeChat was told, or need not be: payments outside the mini program do not wait for shipping information. */
async function report(wechat: MiniProgramClient, transactionId: string, shipBy: Date, paidAt: Date): Promise<boolean> {
  const order = { order_id: transactionId, type: 1 as const, delay_to: Math.floor(shipBy.getTime() / SECOND) };
  try {
    await wechat.reportSpecialOrder(order);
    return true;
  } catch (error) {
    if (!(error instanceof WechatApiError) || error.errcode !== NO_SUCH_ORDER) throw error;
    return nowMs() - paidAt.getTime() >= UNKNOWN_AT_FIRST_MS;
  }
}

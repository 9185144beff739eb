import { type PayClient, WechatError, WechatPayError } from '@jishi/wechat';
import { systemOf } from '../../../kernel/actor.ts';
import { chinaTime, nowMs } from '../../../kernel/clock.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Platform } from '../../../platform/platform.ts';
import { openidOf } from '../../identity/customer/index.ts';
import { type Wechat, wechatOf } from '../../identity/tenant/index.ts';
import { closeOrder, type HeadRow, headRow, lineRows } from '../order/index.ts';
import { describeOrder, type Method } from './payment.rules.ts';
import * as service from './payment.service.ts';
import { type UnwantedMoney, unwantedMoney } from './payment.slots.ts';
import * as store from './payment.store.ts';
import type { RefundsAtWechat } from './refund.wechat.ts';

export interface Prepaid {
  jsapi: ReturnType<PayClient['jsapiPayParams']> | null;
  url: string | null;
  codeUrl: string | null;
}

/** Talks to WeChat Pay, always outside of transactions: the intent was recorded before, the outcome is recorded after. */
export class PaymentDesk {
  readonly #platform: Platform;
  readonly #wechat: Wechat;
  readonly #refunds: RefundsAtWechat;
  constructor(platform: Platform, refunds: RefundsAtWechat) {
    this.#platform = platform;
    this.#wechat = wechatOf(platform);
    this.#refunds = refunds;
  }

  /** Asks for a prepay. Refuses with UPSTREAM when WeChat does not give one. */
  async prepay(head: HeadRow, payment: store.PaymentRow, method: Method, clientIp: string): Promise<Prepaid> {
    const { tenant_id: tenantId } = head;
    const { database } = this.#platform;
    const account = await this.#wechat.account(tenantId);
    const lines = await lineRows(database.forTenant(tenantId), tenantId, [head.id]);
    const body = {
      description: describeOrder(
        account.shopName,
        lines.map((l) => l.title),
      ),
      out_trade_no: payment.number,
      time_expire: chinaTime(payment.expires_at.getTime()),
      notify_url: `${account.notifyBaseUrl}/wechat/pay/${account.tenantCode}`,
      amount: { total: payment.amount_fen, currency: 'CNY' as const },
    };
    try {
      if (method === 'jsapi') {
        const openid = await openidOf(database.forTenant(tenantId), tenantId, head.customer_id, account.appid);
        if (!openid) throw common.UNAUTHENTICATED();
        const { prepay_id } = await account.client.prepayJsapi({ ...body, payer: { openid } });
        return { jsapi: account.client.jsapiPayParams(prepay_id), url: null, codeUrl: null };
      }
      if (method === 'native') {
        const { code_url } = await account.client.prepayNative(body);
        return { jsapi: null, url: null, codeUrl: code_url };
      }
      const { h5_url } = await account.client.prepayH5({
        ...body,
        scene_info: { payer_client_ip: clientIp, h5_info: { type: 'Wap' } },
      });
      return { jsapi: null, url: h5_url, codeUrl: null };
    } catch (error) {
      if (error instanceof WechatError) throw common.UPSTREAM({ reason: error.message });
      throw error;
    }
  }

  /** Asks WeChat about every payment of an order that is not known to be over, and applies what it says; true when one was paid. */
  async ask(tenantId: number, orderId: string): Promise<boolean> {
    const { database } = this.#platform;
    const open = (await store.paymentsOf(database.forTenant(tenantId), tenantId, orderId)).filter(
      (p) => p.status === 'pending',
    );
    if (open.length === 0) return false;
    const { client, ...merchant } = await this.#wechat.account(tenantId);
    let paid = false;
    for (const payment of open) {
      const answer = await client.queryByOutTradeNo(payment.number).catch(unknownNumber);
      if (answer?.trade_state !== 'SUCCESS') continue;
      await database.inTx(tenantId, (tx) => service.confirmPayment(tx, tenantId, merchant, answer, this.#giveBack));
      paid = true;
    }
    return paid;
  }

  /** The time of an unpaid order is over: last look at WeChat, then it closes. */
  async closeUnpaid(tenantId: number, orderId: string): Promise<void> {
    const { database, log } = this.#platform;
    const head = await headRow(database.forTenant(tenantId), tenantId, orderId);
    if (head?.status !== 'unpaid' || (head.closes_at && head.closes_at.getTime() > nowMs() + 1000)) return;
    // When WeChat does not answer, the order closes all the same: stock is scarce, and late money goes back by itself.
    const paid = await this.ask(tenantId, orderId).catch((error) => {
      log.warn({ err: error, orderId }, 'could not ask WeChat before closing');
      return false;
    });
    if (!paid) await database.inTx(tenantId, (tx) => closeOrder(tx, systemOf(tenantId), orderId, '超时未支付'));
  }

  /** The order is closed: its numbers at WeChat close too, and whoever paid in that very moment gets the money back. */
  async closeNumbers(tenantId: number, orderId: string): Promise<void> {
    const { database } = this.#platform;
    const open = (await store.paymentsOf(database.forTenant(tenantId), tenantId, orderId)).filter(
      (p) => p.status === 'pending',
    );
    if (open.length === 0) return;
    const { client } = await this.#wechat.account(tenantId);
    for (const payment of open) {
      if (await closed(client, payment.number))
        await database.inTx(tenantId, (tx) => store.movePayment(tx, tenantId, payment.id, 'closed'));
      else await this.ask(tenantId, orderId);
    }
  }

  /** A call-back about a payment. Throws WechatSignatureError when it is not WeChat's. */
  async notified(
    tenantId: number,
    headers: Record<string, unknown>,
    rawBody: string,
    kind: 'payment' | 'refund',
  ): Promise<void> {
    const { client, ...merchant } = await this.#wechat.account(tenantId);
    const notice = await client.parseNotification(headers as Record<string, string>, rawBody);
    await this.#platform.database.inTx(tenantId, async (tx) => {
      const { resource } = notice;
      const number = 'out_refund_no' in resource ? resource.out_refund_no : resource.out_trade_no;
      if (!(await store.keepNotice(tx, tenantId, { id: notice.id, kind: notice.eventType, number, body: resource })))
        return;
      if (kind === 'payment' && !('out_refund_no' in resource))
        await service.confirmPayment(tx, tenantId, merchant, resource, this.#giveBack);
      else if (kind === 'refund' && 'out_refund_no' in resource)
        await this.#refunds.apply(tx, tenantId, { ...resource, status: resource.refund_status });
    });
  }

  get #giveBack(): UnwantedMoney {
    return this.#platform.slots.one(unwantedMoney);
  }
}

/** A number that WeChat does not know was never opened there: nobody can have paid it. */
const unknownNumber = (error: unknown) => {
  if (error instanceof WechatPayError && error.status === 404) return null;
  throw error;
};

async function closed(client: PayClient, number: string): Promise<boolean> {
  try {
    await client.closeByOutTradeNo(number);
    return true;
  } catch (error) {
    if (error instanceof WechatPayError && error.status === 404) return true;
    if (error instanceof WechatPayError && !error.retryable) return false;
    throw error;
  }
}

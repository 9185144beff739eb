import { type CallLimits, isMisconfiguration, type PayClient, WechatError, WechatPayError } from '@jishi/wechat';
import { systemOf } from '../../../kernel/actor.ts';
import { chinaTime, HOUR, MINUTE, nowMs, SECOND } from '../../../kernel/clock.ts';
import { common, Refusal } from '../../../kernel/refusal.ts';
import { Turns } from '../../../kernel/turns.ts';
import { Later } from '../../../platform/jobs/job.ts';
import type { Platform } from '../../../platform/platform.ts';
import { openidOf } from '../../identity/customer/index.ts';
import { type Wechat, wechatOf } from '../../identity/tenant/index.ts';
import { closing, type HeadRow, headRow, headsByIds, lineRows, overdueUnpaid } from '../order/index.ts';
import { paymentRefusals } from './payment.api.ts';
import { appidFor, describeOrder, type Method, paysByOpenid } from './payment.rules.ts';
import * as service from './payment.service.ts';
import * as store from './payment.store.ts';
import type { RefundsAtWechat } from './refund.wechat.ts';

export interface Prepaid {
  jsapi: ReturnType<PayClient['jsapiPayParams']> | null;
  url: string | null;
  codeUrl: string | null;
}

/** Of a call that somebody waits for, or that a job repeats by itself. */
const PATIENT: CallLimits = { attempts: 2, timeoutMs: 5 * SECOND, withinMs: 8 * SECOND };
/** Of the last look before an order closes: a whole batch must close within a minute while WeChat is silent. */
const QUICK: CallLimits = { attempts: 1, timeoutMs: 2 * SECOND };
const LOOKS_AT_ONCE = 20;
const SILENCES_AT_MOST = 5;
const ASK_EVERY_MS = 3 * SECOND;
const ASKED_AT_MOST = 5000;
const PUSHED_AT_ONCE = 200;
/** WeChat itself ends a number at its expiry; this much later no prepay is on its way any more. */
const AFTER_EXPIRY_MS = 10 * MINUTE;

/** Talks to WeChat Pay, always outside transactions: the intent was recorded before, the outcome is recorded after. */
export class PaymentDesk {
  readonly #platform: Platform;
  readonly #wechat: Wechat;
  readonly #refunds: RefundsAtWechat;
  /** Made at first use: slots are read when all modules have registered. */
  #confirming: ReturnType<typeof service.confirmingWith> | null = null;
  /** What pages asked lately, by order. */
  readonly #asked = new Map<string, { untilMs: number; answer: Promise<boolean> }>();
  /** Who waits for what happens to an order. */
  readonly #turns = new Turns();
  constructor(platform: Platform, refunds: RefundsAtWechat) {
    this.#platform = platform;
    this.#wechat = wechatOf(platform);
    this.#refunds = refunds;
  }

  /** What a payment of this order is asked for with. Refuses with UNAUTHENTICATED when the method needs an openid that nobody knows. */
  async offer(head: HeadRow, method: Method): Promise<store.Offer> {
    const { tenant_id: tenantId } = head;
    const db = this.#platform.database.forTenant(tenantId);
    const account = await this.#wechat.account(tenantId);
    const { mchid, shopName, notifyBaseUrl, tenantCode } = account;
    const appid = appidFor(account, method);
    if (!appid) throw common.UNAUTHENTICATED();
    const openid = paysByOpenid(method) ? await openidOf(db, tenantId, head.customer_id, appid) : null;
    if (paysByOpenid(method) && !openid) throw common.UNAUTHENTICATED();
    const titles = (await lineRows(db, tenantId, [head.id])).map((l) => l.title);
    return {
      mchid,
      appid,
      openid,
      description: describeOrder(shopName, titles),
      notifyUrl: `${notifyBaseUrl}/wechat/pay/${tenantCode}`,
    };
  }

  /**
   * Asks for a prepay, always with the parameters that were frozen with the payment. Null when WeChat says that it is paid already.
   * Refuses with WECHAT_SILENT, WECHAT_MISCONFIGURED, PAYMENT_REFUSED, or PAYMENT_NOT_DUE when the order closed meanwhile: then nobody can pay it any more.
   */
  async prepay(tenantId: number, payment: store.PaymentRow, clientIp: string): Promise<Prepaid | null> {
    const { log } = this.#platform;
    const { client, isSilent } = await this.#wechat.account(tenantId);
    if (isSilent()) throw paymentRefusals.WECHAT_SILENT();
    try {
      const prepaid = await askPrepay(client, payment, clientIp);
      await this.#checkDue(tenantId, payment);
      return prepaid;
    } catch (error) {
      if (!(error instanceof WechatError)) throw error;
      log.warn({ err: error, tenantId, number: payment.number }, 'WeChat gives no prepay');
      if (!(error instanceof WechatPayError) || error.retryable) throw paymentRefusals.WECHAT_SILENT();
      if (error.is('ORDERPAID') && (await this.ask(tenantId, payment.order_id, PATIENT))) return null;
      throw isMisconfiguration(error) ? common.WECHAT_MISCONFIGURED() : paymentRefusals.PAYMENT_REFUSED();
    }
  }

  /** The order may have closed while the prepay was on its way, and then nobody told WeChat about its number. */
  async #checkDue(tenantId: number, payment: store.PaymentRow): Promise<void> {
    const { database } = this.#platform;
    const head = await headRow(database.forTenant(tenantId), tenantId, payment.order_id);
    if (head?.status === 'unpaid') return;
    await database.inTx(tenantId, (tx) => service.settleSoon(tx, tenantId, [payment]));
    throw paymentRefusals.PAYMENT_NOT_DUE({ state: head?.status });
  }

  /** Asks WeChat about the pending payments of an order and applies what it says; true when one was paid. */
  async ask(tenantId: number, orderId: string, limits: CallLimits): Promise<boolean> {
    const open = await store.pendingOf(this.#platform.database.forTenant(tenantId), tenantId, [orderId]);
    let paid = false;
    for (const payment of open) paid = (await this.#look(tenantId, payment, limits)) === 'SUCCESS' || paid;
    return paid;
  }

  /** The same for pages that ask again and again: WeChat is asked every few seconds at most, and once for all who wait. */
  askGently(tenantId: number, orderId: string): Promise<boolean> {
    const at = nowMs();
    const last = this.#asked.get(orderId);
    if (last && last.untilMs > at) return last.answer;
    if (this.#asked.size > ASKED_AT_MOST)
      for (const [id, { untilMs }] of this.#asked) if (untilMs <= at) this.#asked.delete(id);
    const answer = this.ask(tenantId, orderId, { attempts: 1, timeoutMs: 4 * SECOND });
    this.#asked.set(orderId, { untilMs: at + ASK_EVERY_MS, answer });
    return answer;
  }

  /**
   * Returns when the order is no longer unpaid, `withinMs` are over, or the signal fires. A call-back that this process gets is known at
   * once; one that another process got, or that was lost, within seconds.
   */
  async wait(tenantId: number, orderId: string, withinMs: number, signal: AbortSignal): Promise<void> {
    const untilMs = nowMs() + withinMs;
    const db = this.#platform.database.forTenant(tenantId);
    while (nowMs() < untilMs && !signal.aborted) {
      const told = this.#turns.next(orderId, Math.min(ASK_EVERY_MS, untilMs - nowMs()), signal);
      await this.askGently(tenantId, orderId).catch((error) =>
        this.#platform.log.warn({ err: error, orderId }, 'could not ask WeChat about a payment'),
      );
      if ((await headRow(db, tenantId, orderId))?.status !== 'unpaid') return told.end();
      await told.done;
    }
  }

  /** WeChat's state of one payment, applied when it is paid; null for a number that WeChat does not know. */
  async #look(tenantId: number, payment: store.PaymentRow, limits: CallLimits): Promise<string | null> {
    const { client } = await this.#wechat.account(tenantId);
    const answer = await client.queryByOutTradeNo(payment.number, limits).catch(unknownNumber);
    if (answer?.trade_state === 'SUCCESS')
      await this.#confirm(tenantId, { payment, transaction: answer, notice: null });
    return answer?.trade_state ?? null;
  }

  /**
   * The time of unpaid orders is over: a short last look at WeChat, twenty at a time, then they close. When WeChat is silent they close
   * all the same: stock is scarce, and late money goes back by itself. Throws Later when some are not due yet by our clock.
   */
  async closeUnpaid(tenantId: number, orderIds: string[]): Promise<void> {
    const { database, ledger } = this.#platform;
    const close = closing(this.#platform);
    const db = database.forTenant(tenantId);
    const unpaid = [...(await headsByIds(db, tenantId, orderIds)).values()].filter((h) => h.status === 'unpaid');
    const closesAt = (h: HeadRow) => h.closes_at?.getTime() ?? 0;
    const due = unpaid.filter((h) => closesAt(h) <= nowMs() + SECOND).map((h) => h.id);
    const paid = await this.#lastLook(tenantId, await store.pendingOf(db, tenantId, due));
    const why = { reason: '超时未支付', actor: systemOf(tenantId) };
    const closed = await Promise.allSettled(
      due.filter((id) => !paid.has(id)).map((orderId) => ledger.submit(close, tenantId, { orderId, ...why })),
    );
    const failures = closed.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    // The job comes again for those; for the others that is no news.
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} orders could not be closed`);
    const early = unpaid.filter((h) => !due.includes(h.id)).map(closesAt);
    if (early.length > 0) throw new Later(new Date(Math.min(...early)));
  }

  /** Which orders turn out to be paid. After a few silences in a row nobody else is asked. */
  async #lastLook(tenantId: number, payments: store.PaymentRow[]): Promise<Set<string>> {
    const paid = new Set<string>();
    let silences = 0;
    const waiting = [...payments];
    const worker = async () => {
      for (let one = waiting.pop(); one && silences < SILENCES_AT_MOST; one = waiting.pop()) {
        const { order_id: orderId } = one;
        await this.#look(tenantId, one, QUICK).then(
          (state) => {
            silences = 0;
            if (state === 'SUCCESS') paid.add(orderId);
          },
          (error) => {
            silences += 1;
            this.#platform.log.warn({ err: error, tenantId, orderId }, 'could not ask WeChat before closing');
          },
        );
      }
    };
    await Promise.all(Array.from({ length: LOOKS_AT_ONCE }, worker));
    return paid;
  }

  /** An order is over: its payments at WeChat are brought to an end too, each by a job of its own. */
  async endPayments(tenantId: number, orderId: string): Promise<void> {
    const { database } = this.#platform;
    const open = await store.pendingOf(database.forTenant(tenantId), tenantId, [orderId]);
    if (open.length > 0) await database.inTx(tenantId, (tx) => service.settleSoon(tx, tenantId, open));
  }

  /**
   * Brings a payment to an end whose order does not wait for it any more: paid (then the money goes back), or closed at WeChat. Throws
   * Later while WeChat can say neither: the shopper is just paying, the prepay is still on its way, or there is no answer.
   */
  async settle(tenantId: number, paymentId: string): Promise<void> {
    const { database, log } = this.#platform;
    const db = database.forTenant(tenantId);
    const payment = await store.paymentRow(db, tenantId, paymentId);
    if (payment?.status !== 'pending') return;
    const head = await headRow(db, tenantId, payment.order_id);
    if (head?.status === 'unpaid') return;
    try {
      if (await this.#isOver(tenantId, payment))
        await database.inTx(tenantId, (tx) => store.turnPayment(tx, tenantId, payment.id, 'closed'));
      else if ((await store.paymentRow(db, tenantId, payment.id))?.status === 'pending')
        throw new Later(nextLook(payment));
    } catch (error) {
      if (!(error instanceof WechatError || error instanceof Refusal)) throw error;
      log.warn(
        { err: error, tenantId, number: payment.number },
        'could not end a payment at WeChat; it is tried again',
      );
      throw new Later(nextLook(payment));
    }
  }

  /** Whether nobody can pay this number any more. One that is paid is confirmed. */
  async #isOver(tenantId: number, payment: store.PaymentRow): Promise<boolean> {
    const { client } = await this.#wechat.account(tenantId);
    const state = await this.#look(tenantId, payment, PATIENT);
    if (state === 'SUCCESS') return false;
    if (state === 'CLOSED' || state === 'REVOKED' || state === 'PAYERROR') return true;
    const expired = nowMs() > payment.expires_at.getTime() + AFTER_EXPIRY_MS;
    // A prepay that is still on its way would make a number known that nobody closed.
    if (state === null) return expired;
    if (state !== 'NOTPAY') return false;
    try {
      await client.closeByOutTradeNo(payment.number, PATIENT);
      return true;
    } catch (error) {
      // Paid in this very moment, or just being paid: the next look tells.
      if (error instanceof WechatPayError && !error.retryable) return false;
      throw error;
    }
  }

  /** Finds what is past its time: unpaid orders that nobody closed, and payments that are pending after theirs. */
  async pushOverdue(tenantId: number): Promise<void> {
    const { database } = this.#platform;
    const db = database.forTenant(tenantId);
    const orders = (await overdueUnpaid(db, tenantId, PUSHED_AT_ONCE)).map((h) => h.id);
    if (orders.length > 0) await this.closeUnpaid(tenantId, orders);
    const payments = await store.overduePayments(db, tenantId, PUSHED_AT_ONCE);
    if (payments.length > 0) await database.inTx(tenantId, (tx) => service.settleSoon(tx, tenantId, payments));
  }

  /** A call-back about a payment. Throws WechatSignatureError when it is not WeChat's. */
  async notified(
    tenantId: number,
    headers: Record<string, unknown>,
    rawBody: string,
    kind: 'payment' | 'refund',
  ): Promise<void> {
    const { client } = await this.#wechat.account(tenantId);
    const notice = await client.parseNotification(headers as Record<string, string>, rawBody);
    const { database } = this.#platform;
    const { resource } = notice;
    const number = 'out_refund_no' in resource ? resource.out_refund_no : resource.out_trade_no;
    const kept = { id: notice.id, kind: notice.eventType, number, body: resource };
    if (kind === 'refund' && 'out_refund_no' in resource)
      await database.inTx(tenantId, async (tx) => {
        if ((await store.keepNotices(tx, tenantId, [kept])) === 0) return;
        await this.#refunds.apply(tx, tenantId, { ...resource, status: resource.refund_status, isCallback: true });
      });
    else if (kind === 'payment' && !('out_refund_no' in resource)) {
      const payment = await store.paymentByNumber(database.forTenant(tenantId), tenantId, number);
      if (!payment) throw paymentRefusals.PAYMENT_MISMATCH({ number });
      const outcome = await this.#confirm(tenantId, { payment, transaction: resource, notice: kept });
      if (outcome === 'known') await database.inTx(tenantId, (tx) => store.keepNotices(tx, tenantId, [kept]));
    }
  }

  async #confirm(tenantId: number, confirmation: service.Confirmation): Promise<service.ConfirmOutcome> {
    this.#confirming ??= service.confirmingWith(this.#platform);
    const outcome = await this.#platform.ledger.submit(this.#confirming, tenantId, confirmation);
    this.#turns.tell(confirmation.payment.order_id);
    return outcome;
  }
}

/** A number that WeChat does not know was never opened there: nobody can have paid it. */
const unknownNumber = (error: unknown) => {
  if (error instanceof WechatPayError && error.status === 404) return null;
  throw error;
};

/** While the order could still have been paid, soon; afterwards once an hour. */
const nextLook = (payment: store.PaymentRow): Date =>
  new Date(nowMs() + (nowMs() < payment.expires_at.getTime() + HOUR ? MINUTE : HOUR));

async function askPrepay(client: PayClient, payment: store.PaymentRow, clientIp: string): Promise<Prepaid> {
  const body = {
    appid: payment.appid,
    description: payment.description,
    out_trade_no: payment.number,
    time_expire: chinaTime(payment.expires_at.getTime()),
    notify_url: payment.notify_url,
    amount: { total: payment.amount_fen, currency: 'CNY' as const },
  };
  if (paysByOpenid(payment.method)) {
    const { prepay_id } = await client.prepayJsapi({ ...body, payer: { openid: payment.openid ?? '' } }, PATIENT);
    return { jsapi: client.jsapiPayParams(prepay_id, payment.appid), url: null, codeUrl: null };
  }
  if (payment.method === 'native')
    return { jsapi: null, url: null, codeUrl: (await client.prepayNative(body, PATIENT)).code_url };
  const scene = { payer_client_ip: clientIp, h5_info: { type: 'Wap' as const } };
  const { h5_url } = await client.prepayH5({ ...body, scene_info: scene }, PATIENT);
  return { jsapi: null, url: h5_url, codeUrl: null };
}

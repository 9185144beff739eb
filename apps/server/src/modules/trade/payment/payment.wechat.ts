import { type CallLimits, isMisconfiguration, type PayClient, WechatError, WechatPayError } from '@jishi/wechat';
import { chinaTime, HOUR, MINUTE, nowMs, SECOND } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/ids.ts';
import { common, Refusal } from '../../../kernel/refusal.ts';
import { Turns } from '../../../kernel/turns.ts';
import { Later } from '../../../platform/jobs/job.ts';
import { type Platform, perPlatform } from '../../../platform/platform.ts';
import { openidOf } from '../../identity/customer/index.ts';
import { type Wechat, wechatOf } from '../../identity/tenant/index.ts';
import { paymentRefusals } from './payment.api.ts';
import { appidFor, describePayment, type Method, type Owing, paysByOpenid, tradeNumber } from './payment.rules.ts';
import * as service from './payment.service.ts';
import { owingOf, payeeOf } from './payment.slots.ts';
import * as store from './payment.store.ts';
import { refundsAtWechat } from './refund.wechat.ts';

/** Where somebody pays: the way, their address, and where an h5 page leads afterwards. */
export interface Window {
  method: Method;
  clientIp: string;
  returnTo?: string | undefined;
}
export interface Started {
  payment: store.PaymentRow;
  prepaid: Prepaid;
}
interface Prepaid {
  jsapi: ReturnType<PayClient['jsapiPayParams']> | null;
  url: string | null;
  codeUrl: string | null;
}
const NOTHING: Prepaid = { jsapi: null, url: null, codeUrl: null };

/** Of a call that somebody waits for, or that a job repeats by itself. */
const PATIENT: CallLimits = { attempts: 2, timeoutMs: 5 * SECOND, withinMs: 8 * SECOND };
/** Of the last look before things close: a whole batch must close within a minute while WeChat is silent. */
const QUICK: CallLimits = { attempts: 1, timeoutMs: 2 * SECOND };
const LOOKS_AT_ONCE = 20;
const SILENCES_AT_MOST = 5;
const ASK_EVERY_MS = 3 * SECOND;
const ASKED_AT_MOST = 5000;
const PUSHED_AT_ONCE = 200;
/** WeChat itself ends a number at its expiry; this much later no prepay is on its way any more. */
const AFTER_EXPIRY_MS = 10 * MINUTE;

/** Talks to WeChat Pay, always outside transactions: the intent was recorded before, the outcome is recorded after. */
class PaymentDesk {
  readonly #platform: Platform;
  readonly #wechat: Wechat;
  /** Made at first use: slots are read when all modules have registered. */
  #confirming: ReturnType<typeof service.confirmingWith> | null = null;
  /** What pages asked lately, by what is paid. */
  readonly #asked = new Map<string, { untilMs: number; answer: Promise<boolean> }>();
  /** Who waits for what happens to something. */
  readonly #turns = new Turns();
  constructor(platform: Platform) {
    this.#platform = platform;
    this.#wechat = wechatOf(platform);
  }

  /**
   * Asks WeChat for what a window of this method takes to pay what is owed; the second time with the parameters of the first. Refuses
   * with PAYMENT_NOT_DUE, UNAUTHENTICATED when the method needs an openid that nobody knows, WECHAT_SILENT, WECHAT_MISCONFIGURED or
   * PAYMENT_REFUSED.
   */
  async start(tenantId: number, kind: string, owing: Owing, { method, clientIp, returnTo }: Window): Promise<Started> {
    const { database } = this.#platform;
    const db = database.forTenant(tenantId);
    const payee = payeeOf(this.#platform, kind);
    const due = await payee.owed(db, tenantId, owing);
    if (!due) throw paymentRefusals.PAYMENT_NOT_DUE();
    const offer = await this.#offer(tenantId, due.customerId, await payee.titles(db, tenantId, owing.id), method);
    const opened = await database.inTx(tenantId, async (tx) => {
      const still = await payee.owed(tx, tenantId, owing);
      if (!still) throw paymentRefusals.PAYMENT_NOT_DUE();
      const number = tradeNumber(still.number, owing.due, method);
      const asked = { id: newId(), kind, owing, number, method, amountFen: still.fen, expiresAt: still.until };
      return store.openPayment(tx, tenantId, { ...asked, ...offer });
    });
    const answer = opened.status === 'pending' ? await this.#prepay(tenantId, opened, clientIp) : null;
    const { url, ...prepaid } = answer ?? NOTHING;
    const payment = answer ? opened : ((await store.paymentRow(db, tenantId, opened.id)) ?? opened);
    const back = url && returnTo ? `${url}&redirect_url=${encodeURIComponent(returnTo)}` : url;
    return { payment, prepaid: { ...prepaid, url: back } };
  }

  async #offer(tenantId: number, customerId: string, titles: string[], method: Method): Promise<store.Offer> {
    const account = await this.#wechat.account(tenantId);
    const { mchid, shopName, notifyBaseUrl, tenantCode } = account;
    const appid = appidFor(account, method);
    if (!appid) throw common.UNAUTHENTICATED();
    const db = this.#platform.database.forTenant(tenantId);
    const openid = paysByOpenid(method) ? await openidOf(db, tenantId, customerId, appid) : null;
    if (paysByOpenid(method) && !openid) throw common.UNAUTHENTICATED();
    return {
      mchid,
      appid,
      openid,
      description: describePayment(shopName, titles),
      notifyUrl: `${notifyBaseUrl}/wechat/pay/${tenantCode}`,
    };
  }

  /**
   * Asks for a prepay, always with the parameters that were frozen with the payment. Null when WeChat says that it is paid already.
   * Refuses with WECHAT_SILENT, WECHAT_MISCONFIGURED, PAYMENT_REFUSED, or PAYMENT_NOT_DUE when it closed meanwhile: then nobody can pay it any more.
   */
  async #prepay(tenantId: number, payment: store.PaymentRow, clientIp: string): Promise<Prepaid | null> {
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
      if (error.is('ORDERPAID') && (await this.#ask(tenantId, payment.subject_kind, payment.subject_id, PATIENT)))
        return null;
      throw isMisconfiguration(error) ? common.WECHAT_MISCONFIGURED() : paymentRefusals.PAYMENT_REFUSED();
    }
  }

  /** What is paid may have closed while the prepay was on its way, and then nobody told WeChat about its number. */
  async #checkDue(tenantId: number, payment: store.PaymentRow): Promise<void> {
    if (await this.#isOwed(tenantId, payment.subject_kind, owingOf(payment))) return;
    await this.#platform.database.inTx(tenantId, (tx) => service.settleSoon(tx, tenantId, [payment]));
    throw paymentRefusals.PAYMENT_NOT_DUE();
  }

  async #isOwed(tenantId: number, kind: string, owing: Owing): Promise<boolean> {
    const db = this.#platform.database.forTenant(tenantId);
    return (await payeeOf(this.#platform, kind).owed(db, tenantId, owing)) !== null;
  }

  /** Asks WeChat about the pending payments of a thing and applies what it says; true when one was paid. */
  async #ask(tenantId: number, kind: string, id: string, limits: CallLimits): Promise<boolean> {
    const open = await store.pendingOf(this.#platform.database.forTenant(tenantId), tenantId, kind, [id]);
    let paid = false;
    for (const payment of open) paid = (await this.#look(tenantId, payment, limits)) === 'SUCCESS' || paid;
    return paid;
  }

  /** The same for pages that ask again and again: WeChat is asked every few seconds at most, and once for all who wait. */
  askGently(tenantId: number, kind: string, id: string): Promise<boolean> {
    const at = nowMs();
    const last = this.#asked.get(id);
    if (last && last.untilMs > at) return last.answer;
    if (this.#asked.size > ASKED_AT_MOST)
      for (const [old, { untilMs }] of this.#asked) if (untilMs <= at) this.#asked.delete(old);
    const answer = this.#ask(tenantId, kind, id, { attempts: 1, timeoutMs: 4 * SECOND });
    this.#asked.set(id, { untilMs: at + ASK_EVERY_MS, answer });
    return answer;
  }

  /**
   * Returns when this is no longer owed, `withinMs` are over, or the signal fires. A call-back that this process gets is known at once; one
   * that another process got, or that was lost, within seconds.
   */
  async wait(tenantId: number, kind: string, owing: Owing, withinMs: number, signal: AbortSignal): Promise<void> {
    const untilMs = nowMs() + withinMs;
    while (nowMs() < untilMs && !signal.aborted) {
      const told = this.#turns.next(owing.id, Math.min(ASK_EVERY_MS, untilMs - nowMs()), signal);
      await this.askGently(tenantId, kind, owing.id).catch((error) =>
        this.#platform.log.warn({ err: error, kind, ...owing }, 'could not ask WeChat about a payment'),
      );
      if (!(await this.#isOwed(tenantId, kind, owing))) return told.end();
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
   * A short last look at WeChat before things close whose time to pay is over, twenty at a time: which of them turn out to be paid. After
   * a few silences in a row nobody else is asked: what is scarce is freed all the same, and late money goes back by itself.
   */
  async lastLook(tenantId: number, kind: string, ids: string[]): Promise<Set<string>> {
    const payments = await store.pendingOf(this.#platform.database.forTenant(tenantId), tenantId, kind, ids);
    const paid = new Set<string>();
    let silences = 0;
    const waiting = [...payments];
    const worker = async () => {
      for (let one = waiting.pop(); one && silences < SILENCES_AT_MOST; one = waiting.pop()) {
        const { subject_id: id } = one;
        await this.#look(tenantId, one, QUICK).then(
          (state) => {
            silences = 0;
            if (state === 'SUCCESS') paid.add(id);
          },
          (error) => {
            silences += 1;
            this.#platform.log.warn({ err: error, tenantId, kind, id }, 'could not ask WeChat before closing');
          },
        );
      }
    };
    await Promise.all(Array.from({ length: LOOKS_AT_ONCE }, worker));
    return paid;
  }

  /** A thing is over: its payments at WeChat are brought to an end too, each by a job of its own. */
  async endPayments(tenantId: number, kind: string, id: string): Promise<void> {
    const { database } = this.#platform;
    const open = await store.pendingOf(database.forTenant(tenantId), tenantId, kind, [id]);
    if (open.length > 0) await database.inTx(tenantId, (tx) => service.settleSoon(tx, tenantId, open));
  }

  /**
   * Brings a payment to an end that nobody waits for any more: paid (then the money goes back), or closed at WeChat. Throws Later
   * while WeChat can say neither: the shopper is just paying, the prepay is still on its way, or there is no answer.
   */
  async settle(tenantId: number, paymentId: string): Promise<void> {
    const { database, log } = this.#platform;
    const db = database.forTenant(tenantId);
    const payment = await store.paymentRow(db, tenantId, paymentId);
    if (payment?.status !== 'pending') return;
    if (await this.#isOwed(tenantId, payment.subject_kind, owingOf(payment))) return;
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

  /** Finds payments that are pending after their time. */
  async pushOverdue(tenantId: number): Promise<void> {
    const { database } = this.#platform;
    const payments = await store.overduePayments(database.forTenant(tenantId), tenantId, PUSHED_AT_ONCE);
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
        await refundsAtWechat(this.#platform).apply(tx, tenantId, {
          ...resource,
          status: resource.refund_status,
          isCallback: true,
        });
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
    this.#turns.tell(confirmation.payment.subject_id);
    return outcome;
  }
}

export const paymentDesk = perPlatform((platform) => new PaymentDesk(platform));

/** A number that WeChat does not know was never opened there: nobody can have paid it. */
const unknownNumber = (error: unknown) => {
  if (error instanceof WechatPayError && error.status === 404) return null;
  throw error;
};

/** While it could still have been paid, soon; afterwards once an hour. */
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

import type { CallLimits } from '../transport.ts';
import type { SignedChannel } from './channel.ts';
import type { H5Info, LimitPay, Promotion, TradeState } from './types.ts';

/** One order of a combined payment. */
export interface CombinedOrder {
  /** Who gets this part's money; the client's merchant unless said. Needs the right 接收合单支付. */
  mchid?: string;
  /** 6–32 of [0-9A-Za-z_\-|*]; refunds and profit sharing go by it. */
  out_trade_no: string;
  /** ≤ 127 bytes. */
  description: string;
  /** 1–128 bytes, required here. */
  attach: string;
  /** ≤ ¥10 million each. */
  amount: { total_amount: number; currency: 'CNY' };
  /** ≤ 6000 bytes. */
  detail?: string;
  goods_tag?: string;
  settle_info?: { profit_sharing?: boolean; subsidy_amount?: number };
}
export interface CombinedPrepayBody {
  /** Another of the merchant's apps than the client's own. */
  combine_appid?: string;
  /** 6–32 of [0-9A-Za-z_\-|*]. */
  combine_out_trade_no: string;
  /** 2–10, all paid together or none. */
  sub_orders: CombinedOrder[];
  scene_info?: { payer_client_ip: string; device_id?: string };
  /** RFC 3339. */
  time_start?: string;
  time_expire?: string;
  notify_url: string;
  limit_pay?: LimitPay[];
}
export interface CombinedJsapiBody extends CombinedPrepayBody {
  combine_payer_info: { openid: string };
}
export interface CombinedH5Body extends CombinedPrepayBody {
  scene_info: { payer_client_ip: string; device_id?: string; h5_info: H5Info };
}

/** What the query answers and the one call-back (TRANSACTION.SUCCESS) tells. */
export interface CombinedTransaction {
  combine_appid: string;
  combine_mchid: string;
  combine_out_trade_no: string;
  combine_transaction_id?: string;
  combine_payer_info?: { openid?: string };
  scene_info?: { device_id?: string };
  sub_orders: {
    mchid: string;
    out_trade_no: string;
    transaction_id?: string;
    trade_type?: string;
    trade_state: TradeState;
    bank_type?: string;
    attach?: string;
    success_time?: string;
    amount: { total_amount: number; payer_amount?: number; currency?: string; payer_currency?: string };
    promotion_detail?: Promotion[];
  }[];
}

const ROOT = '/v3/combine-transactions';
const byNumber = (combineOutTradeNo: string) => `${ROOT}/out-trade-no/${encodeURIComponent(combineOutTradeNo)}`;

/**
 * One payment for several orders (合单支付). It needs the right 发起合单支付. Single orders of it are not found by the query for single
 * orders; they are refunded one by one, under their own numbers. Throws as PayClient.
 */
export class CombinedPayments {
  readonly #channel: SignedChannel;
  readonly #appid: string;
  constructor(channel: SignedChannel, appid: string) {
    this.#channel = channel;
    this.#appid = appid;
  }

  prepayJsapi(body: CombinedJsapiBody, limits?: CallLimits): Promise<{ prepay_id: string }> {
    return this.#prepay('jsapi', body, limits);
  }
  /** For a mobile app, which has an appid of its own. */
  prepayApp(body: CombinedPrepayBody & { combine_appid: string }, limits?: CallLimits): Promise<{ prepay_id: string }> {
    return this.#prepay('app', body, limits);
  }
  prepayH5(body: CombinedH5Body, limits?: CallLimits): Promise<{ h5_url: string }> {
    return this.#prepay('h5', body, limits);
  }
  prepayNative(body: CombinedPrepayBody, limits?: CallLimits): Promise<{ code_url: string }> {
    return this.#prepay('native', body, limits);
  }

  /** The payment with all its orders; an unknown number throws with status 404. */
  query(combineOutTradeNo: string, limits?: CallLimits): Promise<CombinedTransaction> {
    return this.#channel.json({ method: 'GET', path: byNumber(combineOutTradeNo) }, limits);
  }

  /** Closes an unpaid payment: every one of its orders must be named, else INVALID_REQUEST. Closing again is fine. */
  close(
    ask: {
      combine_out_trade_no: string;
      combine_appid?: string;
      sub_orders: { out_trade_no: string; mchid?: string }[];
    },
    limits?: CallLimits,
  ): Promise<void> {
    const { combine_out_trade_no, combine_appid = this.#appid, sub_orders } = ask;
    // Whole orders may be given; WeChat refuses fields that the interface does not document.
    const named = this.#withMchid(sub_orders).map(({ mchid, out_trade_no }) => ({ mchid, out_trade_no }));
    const body = { combine_appid, sub_orders: named };
    return this.#channel.json({ method: 'POST', path: `${byNumber(combine_out_trade_no)}/close`, body }, limits);
  }

  #prepay<T>(kind: 'jsapi' | 'app' | 'h5' | 'native', ask: CombinedPrepayBody, limits?: CallLimits): Promise<T> {
    const whole = { combine_appid: this.#appid, combine_mchid: this.#channel.mchid, ...ask };
    const body = { ...whole, sub_orders: this.#withMchid(ask.sub_orders) };
    return this.#channel.json({ method: 'POST', path: `${ROOT}/${kind}`, body }, limits);
  }

  #withMchid<T extends { mchid?: string }>(orders: T[]): T[] {
    return orders.map((order) => ({ mchid: this.#channel.mchid, ...order }));
  }
}

/** Shapes of WeChat Pay v3, in its own words; amounts are integer fen. */

export interface PrepayBody {
  /** Another of the merchant's apps (official account, mobile app) than the client's own. */
  appid?: string;
  /** ≤ 127 bytes of UTF-8, a Han character is three: WeChat counts so, although its page says characters. */
  description: string;
  /** 6–32 of [0-9A-Za-z_\-|*]. */
  out_trade_no: string;
  /** RFC 3339, +08:00; given with the first call, and the same with every other. */
  time_expire?: string;
  /** 1–128 bytes, comes back with every answer. */
  attach?: string;
  /** http or https without a query, ≤ 256. */
  notify_url: string;
  amount: { total: number; currency?: 'CNY' };
  goods_tag?: string;
  limit_pay?: LimitPay[];
  support_fapiao?: boolean;
  settle_info?: { profit_sharing: boolean };
  detail?: { cost_price?: number; invoice_id?: string; goods_detail?: GoodsDetail[] };
  scene_info?: SceneInfo;
}
export type LimitPay = 'no_balance' | 'no_credit' | 'no_debit' | 'balance_only';
export interface GoodsDetail {
  merchant_goods_id: string;
  wechatpay_goods_id?: string;
  goods_name?: string;
  quantity: number;
  unit_price: number;
}
export interface SceneInfo {
  payer_client_ip: string;
  device_id?: string;
  store_info?: { id: string; name?: string; area_code?: string; address?: string };
}
export interface JsapiPrepayBody extends PrepayBody {
  payer: { openid: string };
}
export interface H5Info {
  type: 'Wap' | 'iOS' | 'Android';
  app_name?: string;
  app_url?: string;
  bundle_id?: string;
  package_name?: string;
}
export interface H5PrepayBody extends PrepayBody {
  /** The address must be the phone's own, as the internet sees it. */
  scene_info: SceneInfo & { h5_info: H5Info };
}

export type TradeState =
  | 'SUCCESS'
  | 'REFUND'
  | 'NOTPAY'
  | 'CLOSED'
  | 'REVOKED'
  | 'USERPAYING'
  | 'PAYERROR'
  /** Accepted, the bank is still at work. */
  | 'ACCEPT';
/** A coupon that was used for a payment; amounts say who bears it. */
export interface Promotion {
  coupon_id: string;
  name?: string;
  scope?: 'GLOBAL' | 'SINGLE';
  type?: 'CASH' | 'NOCASH';
  amount: number;
  stock_id?: string;
  wechatpay_contribute?: number;
  merchant_contribute?: number;
  other_contribute?: number;
  currency?: string;
  goods_detail?: {
    goods_id: string;
    quantity: number;
    unit_price: number;
    discount_amount: number;
    goods_remark?: string;
  }[];
}
export interface Transaction {
  appid: string;
  mchid: string;
  out_trade_no: string;
  transaction_id?: string;
  trade_type?: string;
  trade_state: TradeState;
  trade_state_desc?: string;
  bank_type?: string;
  attach?: string;
  success_time?: string;
  payer?: { openid?: string };
  amount?: { total: number; payer_total?: number; currency?: string; payer_currency?: string };
  scene_info?: { device_id?: string };
  promotion_detail?: Promotion[];
}

export interface RefundGoods {
  /** ≤ 32 of [0-9A-Za-z_-]. */
  merchant_goods_id: string;
  wechatpay_goods_id?: string;
  goods_name?: string;
  unit_price: number;
  refund_amount: number;
  refund_quantity: number;
}
/** Which part of the balance pays; the parts add up to the refund. */
export interface RefundSource {
  account: 'AVAILABLE' | 'UNAVAILABLE';
  amount: number;
}
export type RefundBody = ({ out_trade_no: string } | { transaction_id: string }) & {
  /** ≤ 64 of [0-9A-Za-z_-|*@]; the same number again is the same refund, a new one is a second refund. */
  out_refund_no: string;
  /** 1–80 characters, shown to the payer (not for partial refunds up to ¥1). */
  reason?: string;
  notify_url?: string;
  funds_account?: 'AVAILABLE';
  amount: { refund: number; total: number; currency: 'CNY'; from?: RefundSource[] };
  goods_detail?: RefundGoods[];
};
/**
 * CLOSED: WeChat could not take the money from the merchant for seven days; after a deposit a new out_refund_no is needed. ABNORMAL: the
 * payer's card is gone; see `applyAbnormalRefund`. Source: WeChat Pay, 退款开发指引.
 */
export type RefundStatus = 'SUCCESS' | 'CLOSED' | 'PROCESSING' | 'ABNORMAL';
export interface Refund {
  refund_id: string;
  out_refund_no: string;
  transaction_id: string;
  out_trade_no: string;
  channel: 'ORIGINAL' | 'BALANCE' | 'OTHER_BALANCE' | 'OTHER_BANKCARD';
  user_received_account: string;
  success_time?: string;
  /** When WeChat took the refund: the day on whose bill it stands, whenever it ends. */
  create_time: string;
  status: RefundStatus;
  funds_account?: 'UNSETTLED' | 'AVAILABLE' | 'UNAVAILABLE' | 'OPERATION' | 'BASIC';
  amount: {
    total: number;
    refund: number;
    from?: RefundSource[];
    payer_total: number;
    payer_refund: number;
    settlement_refund: number;
    settlement_total: number;
    discount_refund: number;
    currency: string;
    /** What of WeChat's fee comes back. */
    refund_fee?: number;
  };
  promotion_detail?: {
    promotion_id: string;
    scope: 'GLOBAL' | 'SINGLE';
    type: 'COUPON' | 'DISCOUNT';
    amount: number;
    refund_amount: number;
    goods_detail?: RefundGoods[];
  }[];
}
/** Where a refund goes whose payer can no longer be paid back: to another card of theirs, or back to the merchant. Plain text. */
export type AbnormalRefundBody = { out_refund_no: string } & (
  | {
      type: 'USER_BANK_CARD';
      /** One of fifteen banks' debit cards, e.g. ICBC_DEBIT. */
      bank_type: string;
      bank_account: string;
      real_name: string;
    }
  | { type: 'MERCHANT_BANK_CARD' }
);
export interface RefundNotice {
  mchid: string;
  out_trade_no: string;
  transaction_id: string;
  out_refund_no: string;
  refund_id: string;
  refund_status: Exclude<RefundStatus, 'PROCESSING'>;
  success_time?: string;
  user_received_account: string;
  amount: { total: number; refund: number; payer_total: number; payer_refund: number };
}

/**
 * The trade bill of a day holds what was paid, and the refunds that WeChat took, on that day; a refund's state is that of the bill's
 * making and is not brought up to date. Source: WeChat Pay, 下载账单.
 */
export type TradeBillType =
  | 'ALL'
  | 'SUCCESS'
  | 'REFUND'
  | 'RECHARGE_REFUND'
  | 'ALL_SPECIAL'
  | 'SUC_SPECIAL'
  | 'REF_SPECIAL';
export type FundAccount = 'BASIC' | 'OPERATION' | 'FEES' | 'ALL';

/** A call-back, e.g. TRANSACTION.SUCCESS, REFUND.SUCCESS, REFUND.ABNORMAL or REFUND.CLOSED. */
export interface Notification<R = Transaction | RefundNotice> {
  /** The same for every repetition of the call-back. */
  id: string;
  eventType: string;
  resource: R;
}

export interface JsapiPayParams {
  appId: string;
  timeStamp: string;
  nonceStr: string;
  package: string;
  signType: 'RSA';
  paySign: string;
}

/** What the SDK of a mobile app takes. */
export interface AppPayParams {
  appid: string;
  partnerid: string;
  prepayid: string;
  package: 'Sign=WXPay';
  noncestr: string;
  timestamp: string;
  sign: string;
}

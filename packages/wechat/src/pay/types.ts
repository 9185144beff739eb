/** Shapes of WeChat Pay v3, in its own words; amounts are integer fen. */

export interface PrepayBody {
  /** ≤ 127 characters. */
  description: string;
  /** 6–32 of [0-9A-Za-z_\-|*]. */
  out_trade_no: string;
  /** RFC 3339, +08:00. */
  time_expire?: string;
  /** ≤ 128 characters, comes back with every answer. */
  attach?: string;
  /** https without a query, ≤ 255. */
  notify_url: string;
  amount: { total: number; currency?: 'CNY' };
  goods_tag?: string;
  limit_pay?: 'no_credit'[];
  support_fapiao?: boolean;
  settle_info?: { profit_sharing: boolean };
  detail?: { cost_price?: number; invoice_id?: string; goods_detail?: GoodsDetail[] };
  scene_info?: SceneInfo;
}
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
export interface H5PrepayBody extends PrepayBody {
  scene_info: SceneInfo & {
    h5_info: { type: string; app_name?: string; app_url?: string; bundle_id?: string; package_name?: string };
  };
}

export interface Transaction {
  appid: string;
  mchid: string;
  out_trade_no: string;
  transaction_id?: string;
  trade_type?: string;
  trade_state: 'SUCCESS' | 'REFUND' | 'NOTPAY' | 'CLOSED' | 'REVOKED' | 'USERPAYING' | 'PAYERROR';
  trade_state_desc?: string;
  bank_type?: string;
  attach?: string;
  success_time?: string;
  payer?: { openid: string };
  amount?: { total: number; payer_total?: number; currency?: string; payer_currency?: string };
}

export type RefundBody = ({ out_trade_no: string } | { transaction_id: string }) & {
  /** ≤ 64; the same number again is the same refund, a new one is a second refund. */
  out_refund_no: string;
  /** ≤ 80 characters, shown to the payer. */
  reason?: string;
  notify_url?: string;
  funds_account?: 'AVAILABLE';
  amount: { refund: number; total: number; currency: 'CNY' };
};
export interface Refund {
  refund_id: string;
  out_refund_no: string;
  transaction_id: string;
  out_trade_no: string;
  user_received_account: string;
  success_time?: string;
  create_time: string;
  status: 'SUCCESS' | 'CLOSED' | 'PROCESSING' | 'ABNORMAL';
  amount: { total: number; refund: number; payer_total: number; payer_refund: number };
}
export interface RefundNotice {
  mchid: string;
  out_trade_no: string;
  transaction_id: string;
  out_refund_no: string;
  refund_id: string;
  refund_status: 'SUCCESS' | 'CLOSED' | 'ABNORMAL';
  success_time?: string;
  user_received_account: string;
  amount: { total: number; refund: number; payer_total: number; payer_refund: number };
}

/** A call-back: `eventType` is TRANSACTION.SUCCESS, REFUND.SUCCESS, REFUND.ABNORMAL or REFUND.CLOSED. */
export interface Notification {
  /** The same for every repetition of the call-back. */
  id: string;
  eventType: string;
  resource: Transaction | RefundNotice;
}

export interface JsapiPayParams {
  appId: string;
  timeStamp: string;
  nonceStr: string;
  package: string;
  signType: 'RSA';
  paySign: string;
}

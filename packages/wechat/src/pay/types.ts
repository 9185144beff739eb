/** Shapes of WeChat Pay v3, in its own words; amounts are integer fen. */

export interface PrepayBody {
  /** ≤ 127 characters. */
  description: string;
  /** 6–32 of [0-9A-Za-z_\-|*]. */
  out_trade_no: string;
  /** RFC 3339, +08:00. */
  time_expire?: string;
  attach?: string;
  notify_url: string;
  amount: { total: number; currency?: 'CNY' };
  support_fapiao?: boolean;
  settle_info?: { profit_sharing: boolean };
}
export interface JsapiPrepayBody extends PrepayBody {
  payer: { openid: string };
}
export interface H5PrepayBody extends PrepayBody {
  scene_info: { payer_client_ip: string; h5_info: { type: string } };
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

export interface RefundBody {
  out_trade_no: string;
  /** ≤ 64; the same number again is the same refund. */
  out_refund_no: string;
  reason?: string;
  notify_url?: string;
  amount: { refund: number; total: number; currency: 'CNY' };
}
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

export interface Notification {
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

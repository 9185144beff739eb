/** Shapes of the mini-program server interfaces, in WeChat's own words. */
import type { TemplateData } from '../template-data.ts';

export interface Session {
  openid: string;
  /** Never leaves the server. */
  session_key: string;
  unionid?: string;
}
export interface PhoneInfo {
  phoneNumber: string;
  purePhoneNumber: string;
  countryCode: string;
  watermark: {
    /** Seconds since the epoch. */
    timestamp: number;
    appid: string;
  };
}
export interface CodeRequest {
  /** 1–32 of [0-9A-Za-z_\-=.]. */
  scene: string;
  page?: string;
  check_path?: boolean;
  env_version?: 'release' | 'trial' | 'develop';
  /** Pixels, 280–1280. */
  width?: number;
}
export interface SubscribeMessage {
  touser: string;
  template_id: string;
  page?: string;
  data: TemplateData;
  miniprogram_state?: 'developer' | 'trial' | 'formal';
}
export interface SubscribeTemplate {
  priTmplId: string;
  title: string;
  /** A line a value: `商品名称:{{thing1.DATA}}`. */
  content: string;
  example: string;
  /** 2 once, 3 for long; 4 on devices. */
  type: number;
}
export interface ShippingInfo {
  order_key:
    | { order_number_type: 1; mchid: string; out_trade_no: string }
    | { order_number_type: 2; transaction_id: string };
  /** 1 express, 2 city, 3 virtual, 4 pick-up. */
  logistics_type: 1 | 2 | 3 | 4;
  /** 1 all in one, 2 in parts; parts need `is_all_delivered`. */
  delivery_mode: 1 | 2;
  is_all_delivered?: boolean;
  /** 1–15. */
  shipping_list: {
    tracking_no?: string;
    express_company?: string;
    /** ≤ 120 characters. */
    item_desc: string;
    /** Masked numbers; SF needs one. */
    contact?: { receiver_contact?: string; consignor_contact?: string };
  }[];
  /** RFC 3339 with offset. */
  upload_time: string;
  payer: { openid: string };
}
/** A payment by its number at WeChat, or by ours. */
export type OrderName = { transaction_id: string } | { merchant_id: string; merchant_trade_no: string };
/** As the shipping service has it. Times in seconds, amounts in fen. */
export interface ManagedOrder {
  transaction_id: string;
  merchant_id: string;
  merchant_trade_no: string;
  description: string;
  paid_amount: number;
  openid: string;
  trade_create_time: number;
  pay_time: number;
  /** 1 to ship · 2 shipped · 3 received · 4 done · 5 refunded · 6 money waiting. */
  order_state: 1 | 2 | 3 | 4 | 5 | 6;
  in_complaint: boolean;
  /** Empty before the first dispatch. */
  shipping: {
    delivery_mode?: 1 | 2;
    logistics_type?: 1 | 2 | 3 | 4;
    finish_shipping?: boolean;
    /** 2 after the one correction. */
    finish_shipping_count?: 0 | 1 | 2;
    goods_desc?: string;
    shipping_list?: { tracking_no?: string; express_company?: string; goods_desc?: string; upload_time: number }[];
  };
}
export interface OrderListAsk {
  pay_time_range?: { begin_time?: number; end_time?: number };
  order_state?: ManagedOrder['order_state'];
  openid?: string;
  last_index?: string;
  /** ≤ 100. */
  page_size?: number;
}
export interface OrderPage {
  order_list: ManagedOrder[];
  last_index: string;
  has_more: boolean;
}
type SubOrder = Omit<ShippingInfo, 'upload_time' | 'payer'>;
export interface CombinedShippingInfo extends Pick<ShippingInfo, 'upload_time' | 'payer'> {
  /** Of the combined order. */
  order_key: ShippingInfo['order_key'];
  sub_orders: SubOrder[];
}
export interface TextCheck {
  openid: string;
  /** 1 profile, 2 comment, 3 forum, 4 social log. */
  scene: 1 | 2 | 3 | 4;
  /** ≤ 2500 characters. */
  content: string;
}
export interface MediaCheck {
  openid: string;
  /** As for a text. */
  scene: TextCheck['scene'];
  /** Where WeChat loads it from, ≤ 10 MB. */
  media_url: string;
  /** 1 sound, 2 picture. */
  media_type: 1 | 2;
}
/** The `wxa_media_check` event of the message push that answers a `MediaCheck`, up to half an hour later. */
export interface MediaVerdict {
  trace_id: string;
  /** 0, or -1008 when WeChat could not load it. */
  errcode: number;
  result?: TextVerdict;
}
export interface TextVerdict {
  suggest: 'risky' | 'pass' | 'review';
  label: number;
}

import type { Field, Fields } from '../fields.ts';
import { bytes, fen, h5Info, notifyUrl, orderNumber, type PrepayKind } from '../shapes.ts';

const MOST_FEN = 10_000_000_00;
const appid = bytes('合单商户appid', 32, { required: true });

const subOrder: Field = {
  type: 'object',
  label: '子单信息',
  fields: {
    mchid: bytes('子单商户号', 32, { required: true }),
    out_trade_no: orderNumber('子单商户订单号', true),
    attach: bytes('商户数据包', 128, { required: true }),
    amount: {
      type: 'object',
      label: '子单金额信息',
      required: true,
      fields: {
        total_amount: fen('标价金额', { required: true, max: MOST_FEN }),
        currency: bytes('标价币种', 8, { required: true, oneOf: ['CNY'] }),
      },
    },
    description: bytes('商品描述', 127, { required: true }),
    detail: bytes('商品详情', 6000),
    goods_tag: bytes('订单优惠标记', 32),
    settle_info: {
      type: 'object',
      label: '结算信息',
      fields: {
        profit_sharing: { type: 'boolean', label: '是否指定分账' },
        subsidy_amount: { type: 'integer', label: '补差金额', min: 0 },
      },
    },
  },
};

export interface CombineBody {
  combine_appid: string;
  combine_mchid: string;
  combine_out_trade_no: string;
  sub_orders: {
    mchid: string;
    out_trade_no: string;
    attach: string;
    amount: { total_amount: number };
    description: string;
    settle_info?: { profit_sharing?: boolean };
  }[];
  scene_info?: { payer_client_ip: string; device_id?: string };
  combine_payer_info?: { openid: string };
  time_expire?: string;
  notify_url: string;
}
export function combineFields(kind: PrepayKind): Fields {
  return {
    combine_appid: appid,
    combine_mchid: bytes('合单商户号', 32, { required: true }),
    combine_out_trade_no: orderNumber('合单商户订单号', true),
    sub_orders: { type: 'array', label: '子单信息列表', required: true, min: 2, max: 10, item: subOrder },
    scene_info: {
      type: 'object',
      label: '场景信息',
      required: kind === 'h5',
      fields: {
        payer_client_ip: bytes('用户终端IP', 45, { required: true }),
        device_id: bytes('商户端设备号', 16),
        ...(kind === 'h5' ? { h5_info: h5Info } : {}),
      },
    },
    ...(kind === 'jsapi'
      ? {
          combine_payer_info: {
            type: 'object' as const,
            label: '合单支付者信息',
            required: true,
            fields: { openid: bytes('用户标识', 128, { required: true }) },
          },
        }
      : {}),
    time_start: bytes('支付起始时间', 64),
    time_expire: bytes('支付结束时间', 64),
    notify_url: notifyUrl('通知地址', 256, true),
    limit_pay: {
      type: 'array',
      label: '指定支付方式',
      max: 10,
      item: bytes('支付方式', 32, { oneOf: ['no_balance', 'no_credit', 'no_debit', 'balance_only'] }),
    },
  };
}

export interface CombineCloseBody {
  combine_appid: string;
  sub_orders: { mchid: string; out_trade_no: string }[];
}
export const combineCloseFields: Fields = {
  combine_appid: appid,
  sub_orders: {
    type: 'array',
    label: '子单信息列表',
    required: true,
    max: 10,
    item: {
      type: 'object',
      label: '子单信息',
      fields: { mchid: bytes('子单商户号', 32, { required: true }), out_trade_no: orderNumber('子单商户订单号', true) },
    },
  },
};

import type { Field, Fields } from './fields.ts';

const MAX_FEN = 1_000_000_000_00;
const text = (label: string, max: number, more: Partial<Field & { type: 'string' }> = {}): Field => ({
  type: 'string',
  label,
  max,
  ...more,
});

/** https and no query; plain http only for a server on this machine. */
const NOTIFY_URL = /^(https:\/\/[^\s/?#@]+|http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?)(\/[^\s?#]*)?$/;
const ORDER_NUMBER = /^[0-9a-zA-Z_\-|*]+$/;
const outTradeNo = (required: boolean) => text('商户订单号', 32, { required, min: 6, pattern: ORDER_NUMBER });

const goodsDetail: Field = {
  type: 'array',
  label: '单品列表',
  max: 6000,
  item: {
    type: 'object',
    label: '单品',
    fields: {
      merchant_goods_id: text('商户侧商品编码', 32, { required: true }),
      wechatpay_goods_id: text('微信支付商品编码', 32),
      goods_name: text('商品名称', 256),
      quantity: { type: 'integer', label: '商品数量', min: 1, required: true },
      unit_price: { type: 'integer', label: '商品单价', min: 0, required: true },
    },
  },
};

const sceneInfo = (h5: boolean): Field => ({
  type: 'object',
  label: '场景信息',
  required: h5,
  fields: {
    payer_client_ip: text('用户终端IP', 45, { required: true }),
    device_id: text('商户端设备号', 32),
    h5_info: {
      type: 'object',
      label: 'H5场景信息',
      required: h5,
      fields: {
        type: text('场景类型', 32, { required: true, oneOf: ['Wap', 'iOS', 'Android'] }),
        app_name: text('应用名称', 64),
        app_url: text('网站URL', 128),
      },
    },
  },
});

const payer: Field = {
  type: 'object',
  label: '支付者',
  required: true,
  fields: { openid: text('用户标识', 128, { required: true }) },
};

export type PrepayKind = 'jsapi' | 'h5' | 'native';

export function prepayFields(kind: PrepayKind): Fields {
  return {
    appid: text('应用ID', 32, { required: true }),
    mchid: text('直连商户号', 32, { required: true }),
    description: text('商品描述', 127, { required: true }),
    out_trade_no: outTradeNo(true),
    time_expire: text('交易结束时间', 64),
    attach: text('附加数据', 128),
    notify_url: text('通知地址', 255, { required: true, pattern: NOTIFY_URL }),
    goods_tag: text('订单优惠标记', 32),
    support_fapiao: { type: 'boolean', label: '电子发票入口开放标识' },
    limit_pay: { type: 'array', label: '指定支付方式', max: 10, item: text('支付方式', 32) },
    amount: {
      type: 'object',
      label: '订单金额',
      required: true,
      fields: {
        total: { type: 'integer', label: '总金额', min: 1, max: MAX_FEN, required: true },
        currency: text('货币类型', 16, { oneOf: ['CNY'] }),
      },
    },
    ...(kind === 'jsapi' ? { payer } : {}),
    detail: {
      type: 'object',
      label: '优惠功能',
      fields: {
        cost_price: { type: 'integer', label: '订单原价', min: 0 },
        invoice_id: text('商品小票ID', 32),
        goods_detail: goodsDetail,
      },
    },
    scene_info: sceneInfo(kind === 'h5'),
    settle_info: {
      type: 'object',
      label: '结算信息',
      fields: { profit_sharing: { type: 'boolean', label: '是否指定分账' } },
    },
  };
}

export interface PrepayBody {
  appid: string;
  mchid: string;
  description: string;
  out_trade_no: string;
  time_expire?: string;
  attach?: string;
  notify_url: string;
  amount: { total: number; currency?: string };
  payer?: { openid: string };
  scene_info?: { payer_client_ip: string; device_id?: string };
}

export const closeFields: Fields = { mchid: text('直连商户号', 32, { required: true }) };

export interface RefundBody {
  transaction_id?: string;
  out_trade_no?: string;
  out_refund_no: string;
  reason?: string;
  notify_url?: string;
  amount: { refund: number; total: number; currency: string; from?: { account: string; amount: number }[] };
}

export const refundFields: Fields = {
  transaction_id: text('微信支付订单号', 32),
  out_trade_no: outTradeNo(false),
  out_refund_no: text('商户退款单号', 64, { required: true, pattern: /^[0-9a-zA-Z_\-|*@]+$/ }),
  reason: text('退款原因', 80),
  notify_url: text('退款结果回调url', 255, { pattern: NOTIFY_URL }),
  funds_account: text('退款资金来源', 32, { oneOf: ['AVAILABLE', 'UNSETTLED'] }),
  amount: {
    type: 'object',
    label: '金额信息',
    required: true,
    fields: {
      refund: { type: 'integer', label: '退款金额', min: 1, max: MAX_FEN, required: true },
      total: { type: 'integer', label: '原订单金额', min: 1, max: MAX_FEN, required: true },
      currency: text('退款币种', 16, { required: true, oneOf: ['CNY'] }),
      from: {
        type: 'array',
        label: '退款出资账户及金额',
        max: 10,
        item: {
          type: 'object',
          label: '出资账户',
          fields: {
            account: text('出资账户类型', 32, { required: true, oneOf: ['AVAILABLE', 'UNAVAILABLE'] }),
            amount: { type: 'integer', label: '出资金额', min: 1, required: true },
          },
        },
      },
    },
  },
  goods_detail: {
    type: 'array',
    label: '退款商品',
    max: 3000,
    item: {
      type: 'object',
      label: '单品',
      fields: {
        merchant_goods_id: text('商户侧商品编码', 32, { required: true }),
        unit_price: { type: 'integer', label: '商品单价', min: 1, required: true },
        refund_amount: { type: 'integer', label: '商品退款金额', min: 1, required: true },
        refund_quantity: { type: 'integer', label: '商品退货数量', min: 1, required: true },
      },
    },
  },
};

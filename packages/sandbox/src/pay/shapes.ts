import type { Field, Fields } from './fields.ts';

const MAX_FEN = 1_000_000_000_00;
type TextRules = Partial<Field & { type: 'string' }>;
export const text = (label: string, max: number, more: TextRules = {}): Field => ({
  type: 'string',
  label,
  max,
  ...more,
});
export const fen = (label: string, more: { min?: number; max?: number; required?: boolean } = {}): Field => ({
  type: 'integer',
  label,
  min: 1,
  max: MAX_FEN,
  ...more,
});
/** The interfaces that place an order count bytes, a Han character as three; the others count characters. */
export const bytes = (label: string, max: number, more: TextRules = {}): Field =>
  text(label, max, { unit: 'bytes', ...more });

/** http or https, without a query. */
const NOTIFY_URL = /^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/;
export const notifyUrl = (label: string, max: number, required = false): Field =>
  bytes(label, max, { required, pattern: NOTIFY_URL });
const ORDER_NUMBER = /^[0-9a-zA-Z_\-|*]+$/;
export const orderNumber = (label: string, required: boolean): Field =>
  bytes(label, 32, { required, min: 6, pattern: ORDER_NUMBER });

const goodsDetail: Field = {
  type: 'array',
  label: '单品列表',
  max: 6000,
  item: {
    type: 'object',
    label: '单品',
    fields: {
      merchant_goods_id: bytes('商户侧商品编码', 32, { required: true }),
      wechatpay_goods_id: bytes('微信支付商品编码', 32),
      goods_name: bytes('商品名称', 256),
      quantity: { type: 'integer', label: '商品数量', min: 1, required: true },
      unit_price: { type: 'integer', label: '商品单价', min: 0, required: true },
    },
  },
};

export const h5Info: Field = {
  type: 'object',
  label: 'H5场景信息',
  required: true,
  fields: {
    type: bytes('场景类型', 32, { required: true, oneOf: ['Wap', 'iOS', 'Android'] }),
    app_name: bytes('应用名称', 64),
    app_url: bytes('网站URL', 128),
    bundle_id: bytes('iOS平台BundleID', 128),
    package_name: bytes('Android平台PackageName', 128),
  },
};

const sceneInfo = (kind: PrepayKind): Field => ({
  type: 'object',
  label: '场景信息',
  required: kind === 'h5',
  fields: {
    payer_client_ip: bytes('用户终端IP', 45, { required: true }),
    device_id: bytes('商户端设备号', 32),
    store_info: {
      type: 'object',
      label: '商户门店信息',
      fields: {
        id: bytes('门店编号', 32, { required: true }),
        name: bytes('门店名称', 256),
        area_code: bytes('地区编码', 32),
        address: bytes('详细地址', 512),
      },
    },
    ...(kind === 'h5' ? { h5_info: h5Info } : {}),
  },
});

/** Paying under a real name: a right of its own, so that the sandbox reads it and does no more. */
const identity: Field = {
  type: 'object',
  label: '实名支付',
  fields: {
    type: bytes('证件类型', 32, { required: true }),
    number: bytes('证件号', 1024, { required: true }),
    name: bytes('姓名', 1024, { required: true }),
  },
};
const payer = (openidRequired: boolean): Field => ({
  type: 'object',
  label: '支付者',
  required: openidRequired,
  fields: { ...(openidRequired ? { openid: bytes('用户标识', 128, { required: true }) } : {}), identity },
});

export type PrepayKind = 'jsapi' | 'app' | 'h5' | 'native';

export function prepayFields(kind: PrepayKind): Fields {
  return {
    appid: bytes('应用ID', 32, { required: true }),
    mchid: bytes('直连商户号', 32, { required: true }),
    description: bytes('商品描述', 127, { required: true }),
    out_trade_no: orderNumber('商户订单号', true),
    time_expire: bytes('交易结束时间', 64),
    attach: bytes('附加数据', 128),
    notify_url: notifyUrl('通知地址', 256, true),
    goods_tag: bytes('订单优惠标记', 32),
    support_fapiao: { type: 'boolean', label: '电子发票入口开放标识' },
    limit_pay: {
      type: 'array',
      label: '指定支付方式',
      max: 10,
      item: bytes('支付方式', 32, { oneOf: ['no_balance', 'no_credit', 'no_debit', 'balance_only'] }),
    },
    amount: {
      type: 'object',
      label: '订单金额',
      required: true,
      fields: { total: fen('总金额', { required: true }), currency: bytes('货币类型', 16, { oneOf: ['CNY'] }) },
    },
    payer: payer(kind === 'jsapi'),
    detail: {
      type: 'object',
      label: '优惠功能',
      fields: {
        cost_price: { type: 'integer', label: '订单原价', min: 0 },
        invoice_id: bytes('商品小票ID', 32),
        goods_detail: goodsDetail,
      },
    },
    scene_info: sceneInfo(kind),
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
  settle_info?: { profit_sharing?: boolean };
}

export const closeFields: Fields = { mchid: bytes('直连商户号', 32, { required: true }) };

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
  out_trade_no: text('商户订单号', 32, { min: 6, pattern: ORDER_NUMBER }),
  out_refund_no: text('商户退款单号', 64, { required: true, pattern: /^[0-9a-zA-Z_\-|*@]+$/ }),
  reason: text('退款原因', 80),
  notify_url: text('退款结果回调url', 256, { min: 8, pattern: NOTIFY_URL }),
  funds_account: text('退款资金来源', 32, { oneOf: ['AVAILABLE'] }),
  amount: {
    type: 'object',
    label: '金额信息',
    required: true,
    fields: {
      refund: fen('退款金额', { required: true }),
      total: fen('原订单金额', { required: true }),
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
            amount: fen('出资金额', { required: true }),
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
        merchant_goods_id: text('商户侧商品编码', 32, { required: true, pattern: /^[0-9a-zA-Z_-]+$/ }),
        wechatpay_goods_id: text('微信支付商品编码', 32),
        goods_name: text('商品名称', 256),
        unit_price: fen('商品单价', { required: true }),
        refund_amount: fen('商品退款金额', { required: true }),
        refund_quantity: { type: 'integer', label: '商品退货数量', min: 1, required: true },
      },
    },
  },
};

export interface AbnormalRefundBody {
  out_refund_no: string;
  type: 'USER_BANK_CARD' | 'MERCHANT_BANK_CARD';
  bank_type?: string;
  bank_account?: string;
  real_name?: string;
}

/** Debit cards of these banks only. */
const BANKS = [
  'CMB',
  'COMM',
  'ABC',
  'CCB',
  'ICBC',
  'BOC',
  'PAB',
  'SPDB',
  'CITIC',
  'CEB',
  'CMBC',
  'CIB',
  'GDB',
  'PSBC',
  'NBCB',
];
export const abnormalRefundFields: Fields = {
  out_refund_no: text('商户退款单号', 64, { required: true }),
  type: text('异常退款处理方式', 32, { required: true, oneOf: ['USER_BANK_CARD', 'MERCHANT_BANK_CARD'] }),
  bank_type: text('开户银行', 16, { oneOf: BANKS.map((bank) => `${bank}_DEBIT`) }),
  bank_account: text('收款银行卡号', 1024),
  real_name: text('收款用户姓名', 1024),
};

import type { Fields } from '../fields.ts';
import type { ReceiverType } from '../records.ts';
import { fen, text } from '../shapes.ts';

const RELATIONS = [
  'SERVICE_PROVIDER',
  'STORE',
  'STAFF',
  'STORE_OWNER',
  'PARTNER',
  'HEADQUARTER',
  'BRAND',
  'DISTRIBUTOR',
  'USER',
  'SUPPLIER',
  'CUSTOM',
];
const NUMBER = /^[0-9a-zA-Z_\-|*@]+$/;
const receiver: Fields = {
  type: text('分账接收方类型', 32, { required: true, oneOf: ['MERCHANT_ID', 'PERSONAL_OPENID'] }),
  account: text('分账接收方帐号', 64, { required: true }),
};
const appid: Fields = { appid: text('应用ID', 32, { required: true }) };
const description: Fields = { description: text('分账描述', 80, { required: true }) };

export interface ReceiverBody {
  appid: string;
  type: ReceiverType;
  account: string;
  name?: string;
  relation_type: string;
  custom_relation?: string;
}
export const addReceiverFields: Fields = {
  ...appid,
  ...receiver,
  name: text('分账接收方全称', 1024),
  relation_type: text('与分账方的关系类型', 32, { required: true, oneOf: RELATIONS }),
  custom_relation: text('自定义的分账关系', 10),
};
export const deleteReceiverFields: Fields = { ...appid, ...receiver };

export interface ShareBody {
  appid: string;
  transaction_id: string;
  out_order_no: string;
  receivers: { type: ReceiverType; account: string; name?: string; amount: number; description: string }[];
  unfreeze_unsplit: boolean;
}
export const shareFields: Fields = {
  ...appid,
  transaction_id: text('微信订单号', 32, { required: true }),
  out_order_no: text('商户分账单号', 64, { required: true, pattern: NUMBER }),
  receivers: {
    type: 'array',
    label: '分账接收方列表',
    required: true,
    min: 1,
    max: 50,
    item: {
      type: 'object',
      label: '分账接收方',
      fields: {
        ...receiver,
        name: text('分账个人接收方姓名', 1024),
        amount: fen('分账金额', { required: true }),
        ...description,
      },
    },
  },
  unfreeze_unsplit: { type: 'boolean', label: '是否解冻剩余未分资金', required: true },
};

export interface UnfreezeBody {
  transaction_id: string;
  out_order_no: string;
  description: string;
}
export const unfreezeFields: Fields = {
  transaction_id: text('微信订单号', 32, { required: true }),
  out_order_no: text('商户分账单号', 64, { required: true, pattern: NUMBER }),
  ...description,
};

export interface ReturnBody {
  order_id?: string;
  out_order_no?: string;
  out_return_no: string;
  return_mchid: string;
  amount: number;
  description: string;
}
export const returnFields: Fields = {
  order_id: text('微信分账单号', 64),
  out_order_no: text('商户分账单号', 64, { pattern: NUMBER }),
  out_return_no: text('商户回退单号', 64, { required: true, pattern: NUMBER }),
  return_mchid: text('回退商户号', 32, { required: true }),
  amount: fen('回退金额', { required: true }),
  description: text('回退描述', 80, { required: true }),
};

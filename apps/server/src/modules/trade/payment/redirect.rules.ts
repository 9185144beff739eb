import type { AbnormalRefundBody } from '@jishi/wechat';

/** Debit cards of these banks take an abnormal refund. Source: WeChat Pay, 发起异常退款, bank_type. */
export const CARD_BANKS = [
  'CMB_DEBIT',
  'COMM_DEBIT',
  'ABC_DEBIT',
  'CCB_DEBIT',
  'ICBC_DEBIT',
  'BOC_DEBIT',
  'PAB_DEBIT',
  'SPDB_DEBIT',
  'CITIC_DEBIT',
  'CEB_DEBIT',
  'CMBC_DEBIT',
  'CIB_DEBIT',
  'GDB_DEBIT',
  'PSBC_DEBIT',
  'NBCB_DEBIT',
] as const;

/** A debit card of the shopper's. */
export interface Card {
  bank: (typeof CARD_BANKS)[number];
  cardNumber: string;
  name: string;
}
/** Where an abnormal refund goes instead: to a card of the shopper's, or back to the merchant's bank account. */
export type Redirect = ({ to: 'card' } & Card) | { to: 'merchant' };

export const redirectBody = (number: string, redirect: Redirect): AbnormalRefundBody =>
  redirect.to === 'merchant'
    ? { out_refund_no: number, type: 'MERCHANT_BANK_CARD' }
    : {
        out_refund_no: number,
        type: 'USER_BANK_CARD',
        bank_type: redirect.bank,
        bank_account: redirect.cardNumber,
        real_name: redirect.name,
      };

/** Why WeChat does not send an abnormal refund on, in words for staff. */
export function redirectRefusal(code: string, message: string): string {
  const text =
    code === 'PARAM_ERROR' ? '微信不接受填写的收款账户，请核对开户银行、卡号和姓名' : `微信没有接受：${message}`;
  return `${text}（${code}）`;
}

import type { Context } from '../context.ts';
import type { Call } from './call.ts';
import { checkBody } from './fields.ts';
import { refundView } from './refunds.ts';
import { invalidRequest, notExists, paramError } from './refusal.ts';
import { opened } from './sensitive.ts';
import { type AbnormalRefundBody, abnormalRefundFields } from './shapes.ts';

/** Sends an ABNORMAL refund on to another account: it is PROCESSING again under the same numbers, and its end is told once more. */
export function applyAbnormalRefund(context: Context, call: Call): Record<string, unknown> {
  const body = checkBody<AbnormalRefundBody>(call.body(), abnormalRefundFields);
  const { store, settings, now } = context;
  const found = store.refunds.get(body.out_refund_no);
  if (!found) throw notExists('退款单不存在');
  if (found.refundId !== call.params.number) throw invalidRequest('微信支付退款单号与商户退款单号不一致');
  const text = accountOf(context, call, body);
  const otherAccount = { channel: 'OTHER_BANKCARD' as const, text };
  if (found.status !== 'ABNORMAL') {
    // Asked again: it is under way, or there already.
    if (found.otherAccount?.text === text) return refundView(store, found);
    throw invalidRequest('退款单状态不是退款异常，不能发起异常退款');
  }
  const fault = context.faults.takeForRefund(found.outTradeNo);
  const again = store.refunds.put(found.outRefundNo, {
    ...found,
    status: 'PROCESSING',
    destined: fault?.action === 'abnormal' ? 'ABNORMAL' : 'SUCCESS',
    otherAccount,
    settledAtMs: null,
    dueAtMs: now() + settings.refundDelayMs,
  });
  context.refunds.wait(again);
  return refundView(store, again);
}

function accountOf({ keys }: Context, call: Call, body: AbnormalRefundBody): string {
  if (body.type === 'MERCHANT_BANK_CARD') return '商户结算银行账户';
  if (!body.bank_type || !body.bank_account || !body.real_name)
    throw paramError('退款至用户银行卡时，bank_type、bank_account、real_name必填');
  opened(keys, call, body.real_name);
  const card = opened(keys, call, body.bank_account);
  if (!/^\d{12,19}$/.test(card)) throw paramError('收款银行卡号格式错误');
  return `${body.bank_type.replace('_DEBIT', '')}借记卡${card.slice(-4)}`;
}

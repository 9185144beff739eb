import { pauseAfter } from '../../../kernel/backoff.ts';
import { DAY, HOUR, MINUTE } from '../../../kernel/clock.ts';
import { flow } from '../../../kernel/flow.ts';

export type RefundState = 'sending' | 'processing' | 'succeeded' | 'failed' | 'closed' | 'abnormal' | 'by-hand';

/**
 * One out_refund_no. failed: WeChat did not take it, so the same number is sent again (a new one would be a second refund). closed:
 * WeChat ended the number without paying; another number follows it. abnormal: WeChat could not deliver the money to the shopper.
 * by-hand: the merchant paid the shopper in another way.
 */
export const refundFlow = flow<RefundState>({
  sending: ['processing', 'succeeded', 'failed', 'closed', 'abnormal'],
  processing: ['succeeded', 'closed', 'abnormal'],
  failed: ['sending', 'processing', 'succeeded', 'closed', 'abnormal', 'by-hand'],
  closed: ['by-hand'],
  abnormal: ['processing', 'succeeded', 'closed', 'by-hand'],
  succeeded: [],
  'by-hand': [],
});

/** WeChat's refund status as ours; it says `status` in answers and `refund_status` in call-backs. */
export function refundStateOf(status: string): RefundState {
  if (status === 'SUCCESS') return 'succeeded';
  if (status === 'PROCESSING') return 'processing';
  return status === 'CLOSED' ? 'closed' : 'abnormal';
}

/** Where the money went that a merchant gave back in another way than through WeChat Pay. */
export const BY_HAND = 'world/by-hand';

const REMEDIES = ['retry', 'other-account', 'by-hand'] as const;
export type Remedy = (typeof REMEDIES)[number];
/**
 * What staff can do about a refund that did not succeed. retry: sends it again, under another number when WeChat closed the old one; of
 * an abnormal one asks WeChat how it stands. other-account: has WeChat pay an abnormal one to another account.
 */
export const remediesOf = (state: RefundState): Remedy[] => REMEDIES_OF[state] ?? [];
const REMEDIES_OF: Partial<Record<RefundState, Remedy[]>> = {
  failed: ['retry', 'by-hand'],
  closed: ['retry', 'by-hand'],
  abnormal: ['retry', 'other-account', 'by-hand'],
};

interface Reason {
  text: string;
  /** Whether the same request may succeed later, when money has come in or the merchant has mended something. */
  again: boolean;
}
/** Codes of the refund interface (官方文档“申请退款”错误码), without underscores. */
const REASONS: Record<string, Reason> = {
  NOTENOUGH: { text: '商户账户可用余额不足，充值或等待结算后会自动重新退款', again: true },
  NOAUTH: { text: '商户号没有退款权限或被限制，请在微信商户平台处理，之后会自动重新退款', again: true },
  SIGNERROR: { text: '微信不认商户的签名，请检查设置里的商户密钥，之后会自动重新退款', again: true },
  MCHNOTEXISTS: { text: '微信不认这个商户号，请检查设置，之后会自动重新退款', again: true },
  BIZERRNEEDRETRY: { text: '微信暂时没有处理成功，会自动重新退款', again: true },
  USERACCOUNTABNORMAL: { text: '买家的微信支付账户异常，请与买家商量，线下退款后登记', again: false },
  RESOURCENOTEXISTS: { text: '微信没有这笔付款的记录，请核对商户号是否更换过', again: false },
};

/** What a refusal of WeChat means: words for staff, and whether it is sent again by itself. */
export function reasonOf(code: string, message: string): Reason {
  const { text, again } = REASONS[code.replaceAll('_', '')] ?? { text: `微信没有接受：${message}`, again: false };
  return { text: `${text}（${code}）`, again };
}
export const STATE_TEXTS: Partial<Record<RefundState, string>> = {
  closed: '微信关闭了这笔退款，可以换一个退款单号重新退款',
  abnormal: '微信无法把钱退到买家的支付账户（账户注销、冻结等），可以改退到买家的银行卡或商户账户，或线下退款后登记',
};
export const SILENT_TEXT = '微信暂时没有响应，会自动重试';

/** A refused refund is sent again for about a month: the day's takings, or a mended setting, make it possible. */
export const REFUSED_TRIES = 35;
export const afterRefusalMs = (tries: number): number =>
  pauseAfter([10 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY], tries);
/** A refund that WeChat has not answered is sent again until it does. */
export const afterSilenceMs = (tries: number): number =>
  pauseAfter([MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR], tries);
/** A refund under way is asked about until it ends: usually within minutes, to a bank card within days. */
export const afterLookMs = (looks: number): number =>
  pauseAfter([MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR], looks);
/** An abnormal one is asked about once a day for two months: the merchant may have ended it on WeChat's own pages. */
export const afterAbnormalMs = (looks: number): number | null => (looks < 60 ? DAY : null);

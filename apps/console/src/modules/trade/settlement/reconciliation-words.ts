import type { Item, ReplyOf } from '@jishi/api-client';
import type { StatusLook } from '../../../parts/StatusTag.tsx';

export type Day = Item<'listReconciliations'>;
export type Difference = ReplyOf<'getReconciliation'>['items'][number];

export const DAY_STATES: Record<Day['state'], StatusLook> = {
  balanced: { text: '一致', color: 'success' },
  different: { text: '有差异', color: 'error' },
  handled: { text: '差异已处理', color: 'success' },
  failed: { text: '未完成', color: 'warning' },
  waiting: { text: '待核对', color: 'default' },
};

export const KINDS: Record<Difference['kind'], StatusLook> = {
  'missing-in-book': { text: '系统缺少', color: 'error' },
  'missing-in-bill': { text: '账单缺少', color: 'error' },
  amount: { text: '金额不符', color: 'error' },
  state: { text: '状态不符', color: 'warning' },
  purse: { text: '账户不符', color: 'error' },
};

export const SUBJECTS: Record<Difference['subject'], string> = {
  payment: '收款',
  refund: '退款',
  purse: '余额与积分',
};

import type { ReplyOf } from '@jishi/api-client';
import { yuanText } from '../../../parts/money.ts';

export type Pocket = ReplyOf<'getCustomerPurses'>['pockets'][number];
export interface PurseChange {
  direction: 'more' | 'less';
  /** Points, or fen. */
  amount: number | null;
  reason: string;
}

/** "¥12.00", "300 积分". */
export const amountText = ({ unit }: Pick<Pocket, 'unit'>, amount: number): string =>
  unit === 'point' ? `${amount.toLocaleString('en-US')} 积分` : yuanText(amount);

export const signedAmount = ({ direction, amount }: Partial<PurseChange>): number | null =>
  amount === null || amount === undefined || Number.isNaN(amount) ? null : direction === 'less' ? -amount : amount;

/** Why this change cannot be made; null: it can. */
export function changeTrouble(change: number | null, pocket: Pick<Pocket, 'holds' | 'unit'>): string | null {
  if (change === null || change === 0) return '请填写数量';
  return pocket.holds + change < 0 ? `最多可扣减 ${amountText(pocket, pocket.holds)}` : null;
}

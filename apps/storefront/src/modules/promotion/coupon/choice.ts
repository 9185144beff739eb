import type { ReplyOf } from '@jishi/api-client';
import { yuan } from '../../../parts/amount';

type Coupons = ReplyOf<'quoteOrder'>['coupons'];

/** What stands beside 优惠券 on the confirm page. */
export function lineText({ usable, best }: Coupons): string {
  const fen = usable.filter((c) => c.chosen).reduce((sum, c) => sum + c.fen, 0);
  if (fen > 0) return `${best ? '已为你选最优，' : ''}-${yuan(fen)}`;
  return usable.length > 0 ? `${usable.length} 张可用` : '暂无可用';
}

/** What is asked for when one more is tapped: of its group it takes the place of another one. */
export const wishWith = ({ usable }: Coupons, ref: string): string[] => {
  const group = usable.find((c) => c.ref === ref)?.group;
  return [...usable.filter((c) => c.chosen && c.group !== group).map((c) => c.ref), ref];
};

/** What is asked for when one is tapped away. */
export function wishWithout({ usable }: Coupons, ref: string): string[] | 'none' {
  const left = usable.filter((c) => c.chosen && c.ref !== ref).map((c) => c.ref);
  return left.length > 0 ? left : 'none';
}

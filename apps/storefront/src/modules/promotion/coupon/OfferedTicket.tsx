import { go } from '../../../nav';
import { Coupon } from '../../../parts/Coupon';
import { conditionOf, type Offered, offOf, troubleOf } from './ticket';

interface Props {
  coupon: Offered;
  busy: boolean;
  onClaim: (id: string) => void;
  /** On the coupon's own page nothing leads there. */
  here?: boolean;
}
/** A coupon that can be claimed, or why not; one that is held leads to where it can be used. */
export const OfferedTicket = ({ coupon, busy, onClaim, here = false }: Props) => {
  const open = () => go('coupon', { id: coupon.id });
  const { standing, leftPercent } = coupon;
  const left = standing === 'open' && leftPercent !== null && leftPercent <= 20 ? `仅剩 ${leftPercent}%，` : '';
  const action =
    standing === 'open'
      ? { id: `claim-${coupon.id}`, text: '领取', busy, onTap: () => onClaim(coupon.id) }
      : standing === 'have' && !here
        ? { id: `use-${coupon.id}`, text: '去使用', onTap: open }
        : undefined;
  return (
    <Coupon
      id={`coupon-${coupon.id}`}
      off={offOf(coupon)}
      condition={conditionOf(coupon)}
      title={coupon.name}
      text={`${left}${coupon.words.scope}，${coupon.words.validity}`}
      {...(action && { action })}
      {...(troubleOf(coupon) && { trouble: troubleOf(coupon) })}
      {...(!here && { onOpen: open })}
    />
  );
};

import { useChange } from '@jishi/api-client/react';
import { claimCoupon } from '@jishi/api-client/shop';
import { useDidShow } from '@tarojs/taro';
import { useEffect } from 'react';
import { toast } from '../../../parts/toast';
import { storage } from '../../../platform/storage';
import { needLogin, signedIn } from '../../../session/session';
import { useNotices } from '../../identity/notice/useNotices';

const KEPT = 'coupon-wish';
/** Whoever takes longer for a login has thought of something else. */
const GOOD_FOR_MS = 10 * 60_000;
interface Wish {
  id: string;
  /** ms since 1970 */
  since: number;
}

/** Claims coupons; what a guest wanted is claimed when they are back from the login, on the page where they wanted it. */
export function useClaim(page: string) {
  const claiming = useChange(claimCoupon, { onDone: () => toast('领取成功，下单时自动使用') });
  const notices = useNotices();
  const resume = () => {
    const wish = signedIn() ? storage.kept<Wish & { page: string }>(KEPT) : undefined;
    if (wish?.page !== page) return;
    storage.forget([KEPT]);
    if (Date.now() - wish.since < GOOD_FOR_MS) void claiming.run({ path: { id: wish.id } });
  };
  useDidShow(resume);
  // A browser that comes back from the login loads the page anew, and this part of it is there only after it was shown.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is there
  useEffect(resume, []);
  const claim = async (id: string): Promise<void> => {
    storage.keep(KEPT, { id, page, since: Date.now() });
    if (!(await needLogin())) return;
    storage.forget([KEPT]);
    await notices.ask('coupon');
    await claiming.run({ path: { id } });
  };
  return { claim, busy: claiming.busy };
}

import { yuan } from '../../../kernel/money.ts';
import type { Basket, Owed, Pocket as PayingPocket } from '../pricing/index.ts';
import { POCKETS, type PocketName, type PurseSettings } from './purse.api.ts';

export const LABELS: Record<PocketName, string> = {
  points: '积分',
  'gift-card': '礼品卡',
  'wallet-bonus': '赠送余额',
  wallet: '余额',
};
/** Until the merchant says otherwise: 100 points are one yuan, for half of the goods at most, and newcomers get nothing. */
export const USUAL_SETTINGS: PurseSettings = {
  pointsPerYuan: 100,
  pointsMostPercent: 50,
  welcomePoints: 0,
  welcomeBonusFen: 0,
};

/** Where what staff give comes from and goes back to. */
export const giver = (source: PocketName): string => `world/purse-${source}`;

export interface PurseFacts {
  settings: Pick<PurseSettings, 'pointsPerYuan' | 'pointsMostPercent'>;
  holds: Readonly<Record<PocketName, number>>;
}

/** How many points pay at most so much, and what they pay: whole fen, and no point more than that takes. */
export function pointsFor(
  mostFen: number,
  holds: number,
  { pointsPerYuan }: PurseFacts['settings'],
): { fen: number; units: number } {
  const points = Math.min(holds, Math.floor((mostFen * pointsPerYuan) / 100));
  const fen = Math.floor((points * 100) / pointsPerYuan);
  return { fen, units: Math.ceil((fen * pointsPerYuan) / 100) };
}

/** What a shopper's pockets could pay of what is owed, and what they pay by their wish, one after the other. Pure. */
export function payFromPockets(
  owed: Owed,
  { settings, holds }: PurseFacts,
  { wishes }: Pick<Basket, 'wishes'>,
): PayingPocket[] {
  const { points = 0, giftCardFen = 0, walletFen = 0 } = wishes.purses ?? {};
  let { leftFen } = owed;
  let leftOfWallet = walletFen;
  return POCKETS.map((source): PayingPocket => {
    const common = { source, label: LABELS[source], holds: holds[source] };
    if (source === 'points') {
      const most = Math.min(leftFen, Math.floor((owed.goodsFen * settings.pointsMostPercent) / 100));
      const paid = pointsFor(most, Math.min(points, holds.points), settings);
      leftFen -= paid.fen;
      return { ...common, unit: 'point', mostFen: pointsFor(most, holds.points, settings).fen, ...paid };
    }
    const mostFen = Math.min(leftFen, holds[source]);
    const fen = Math.min(mostFen, source === 'gift-card' ? giftCardFen : leftOfWallet);
    leftFen -= fen;
    if (source !== 'gift-card') leftOfWallet -= fen;
    return { ...common, unit: 'fen', mostFen, fen, units: fen };
  });
}

/** What a customer who leaves has paid for and would lose; points and bonus were given and end with the account. */
export function unspent(pockets: readonly { source: PocketName; holds: number }[]): string | null {
  const money = pockets.filter((p) => (p.source === 'wallet' || p.source === 'gift-card') && p.holds > 0);
  if (money.length === 0) return null;
  const sums = money.map((p) => `${LABELS[p.source]} ${yuan(p.holds)}`).join('、');
  return `您还有${sums}，请先用完，或联系商家退还后再注销账号`;
}

/** What an entry was for, in words, and of which order. */
export function wordsOf(chain: string, kind: string, reason: string | null): { text: string; orderId: string | null } {
  const orderId = /^order\/([0-9a-f-]{36})/.exec(chain)?.[1] ?? null;
  if (chain.startsWith('grant/')) return { text: reason ?? '商家调整', orderId };
  if (chain.startsWith('welcome/')) return { text: '新客礼', orderId };
  if (chain.startsWith('review/')) return { text: '评价奖励', orderId };
  if (chain.startsWith('refund/')) return { text: '退款退回', orderId };
  if (chain.startsWith('purse-join/')) return { text: '账号合并', orderId };
  return { text: kind === 'release' ? '订单关闭退回' : '下单使用', orderId };
}

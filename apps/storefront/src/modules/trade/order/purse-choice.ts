import { yuan } from '../../../parts/amount';

export interface Pocket {
  source: string;
  label: string;
  holds: number;
  mostFen: number;
  fen: number;
  units: number;
}
export interface PursesWish {
  points?: number;
  walletFen?: number;
  giftCardFen?: number;
}
export type PurseKind = keyof PursesWish;

/** As much as there is. */
const ALL = 1_000_000_000;
const KINDS: { kind: PurseKind; title: string; sources: string[] }[] = [
  { kind: 'points', title: '积分', sources: ['points'] },
  { kind: 'giftCardFen', title: '礼品卡', sources: ['gift-card'] },
  { kind: 'walletFen', title: '余额', sources: ['wallet-bonus', 'wallet'] },
];

export interface PurseRow {
  kind: PurseKind;
  title: string;
  note: string;
  /** What it pays now. */
  fen: number;
  canPay: boolean;
}
const sum = (pockets: Pocket[], of: (p: Pocket) => number) => pockets.reduce((total, p) => total + of(p), 0);

/** One row a kind that the shopper has something of. */
export const purseRows = (pockets: Pocket[]): PurseRow[] =>
  KINDS.flatMap(({ kind, title, sources }) => {
    const mine = pockets.filter((p) => sources.includes(p.source));
    const holds = sum(mine, (p) => p.holds);
    if (holds === 0) return [];
    const fen = sum(mine, (p) => p.fen);
    const mostFen = sum(mine, (p) => p.mostFen);
    return [{ kind, title, fen, canPay: mostFen > 0, note: noteOf(kind, mine, { holds, fen, mostFen }) }];
  });

function noteOf(
  kind: PurseKind,
  mine: Pocket[],
  { holds, fen, mostFen }: { holds: number; fen: number; mostFen: number },
) {
  if (kind !== 'points') return `可用 ${yuan(holds)}`;
  if (fen > 0) return `共 ${holds} 积分，本单使用 ${sum(mine, (p) => p.units)} 积分`;
  return mostFen > 0 ? `共 ${holds} 积分，本单可抵 ${yuan(mostFen)}` : `共 ${holds} 积分，本单不可用`;
}

/** The wish with one kind switched on (as much as there is) or off. */
export function onWith(wish: PursesWish, kind: PurseKind, on: boolean): PursesWish {
  const { [kind]: _old, ...rest } = wish;
  return on ? { ...rest, [kind]: ALL } : rest;
}

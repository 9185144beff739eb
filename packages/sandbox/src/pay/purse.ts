import { randomUUID } from 'node:crypto';
import type { Settings } from '../context.ts';
import type { Refund, Store, Transaction } from '../state.ts';
import type { Share } from './records.ts';

/** WeChat's usual rate, in ten-thousandths: 0.60 %. */
const FEE_PER_10_000 = 60;
const DAY_MS = 86_400_000;
/** What is left of an order for profit sharing goes to the merchant by itself after this. */
const FROZEN_MS = 30 * DAY_MS;

/** WeChat's fee of an amount; given back in part with a refund. */
export const feeFen = (amountFen: number): number => Math.round((amountFen * FEE_PER_10_000) / 10_000);
const netFen = (amountFen: number): number => amountFen - feeFen(amountFen);

/**
 * What of the fee comes back with each refund, by out_refund_no: as much as makes the fee right for all refunds of the order so far, so
 * that parts add up to the whole. Closed ones are left out.
 */
export function refundFees(refunds: readonly Refund[]): Map<string, number> {
  const soFar = new Map<string, number>();
  return new Map(
    refunds.filter(takesMoney).map(({ outTradeNo, outRefundNo, refundFen }) => {
      const before = soFar.get(outTradeNo) ?? 0;
      soFar.set(outTradeNo, before + refundFen);
      return [outRefundNo, feeFen(before + refundFen) - feeFen(before)];
    }),
  );
}

interface Needs {
  store: Store;
  settings: Pick<Settings, 'settleDelayMs'>;
  now(): number;
}

/** The merchant's basic account (基本账户): all of it, and what of it can be spent. In fen. */
export function balance(needs: Needs): { basicFen: number; availableFen: number } {
  const { store } = needs;
  const paid = store.transactions.filter(({ paidAtMs }) => paidAtMs !== null);
  const fees = refundFees(store.refunds.all());
  const basicFen =
    sum(store.deposits.all(), (one) => one.fen) +
    sum(paid, (one) => netFen(one.totalFen)) -
    sum(store.refunds.filter(takesMoney), (one) => one.refundFen - (fees.get(one.outRefundNo) ?? 0)) -
    sum(store.shares.all(), (share) => sum(partsOfOthers(needs, share), (part) => part.amountFen)) +
    sum(
      store.shareReturns.filter((one) => one.result === 'SUCCESS'),
      (one) => one.amountFen,
    ) -
    sum(
      store.transfers.filter(({ state }) => state !== 'FAIL' && state !== 'CANCELLED'),
      (one) => one.amountFen,
    );
  const heldFen = sum(paid, (one) => heldOf(needs, one));
  return { basicFen, availableFen: basicFen - heldFen };
}

/** The merchant pays in, or takes out when negative. Throws a TypeError for what is no amount, or more than can be taken out. */
export function deposit(needs: Needs, fen: number): void {
  if (!Number.isSafeInteger(fen) || fen === 0) throw new TypeError('fen is a whole number other than 0');
  if (-fen > balance(needs).availableFen) throw new TypeError('there is not so much to take out');
  const id = randomUUID();
  needs.store.deposits.put(id, { id, atMs: needs.now(), fen });
}

/** What an order still holds of its own money, which cannot be spent: until it is settled, or, for profit sharing, until it is released. */
export function heldOf(needs: Needs, trade: Transaction): number {
  if (trade.paidAtMs === null || isReleased(needs, trade)) return 0;
  const refunded = netFen(refundedOf(needs.store, trade));
  const shared = sum(sharesOf(needs.store, trade.outTradeNo), (share) =>
    sum(openParts(share), (part) => part.amountFen),
  );
  return Math.max(0, netFen(trade.totalFen) - refunded - shared);
}

function isReleased({ store, settings, now }: Needs, trade: Transaction): boolean {
  const ageMs = now() - (trade.paidAtMs ?? 0);
  if (!trade.profitSharing) return ageMs >= settings.settleDelayMs;
  return ageMs >= FROZEN_MS || sharesOf(store, trade.outTradeNo).some((share) => share.unfreezes);
}

/**
 * Whether this refund can be paid: an order's own money first, then what is available. Once a share went to somebody else, only what is
 * available counts. Source: WeChat Pay, 退款开发指引 2.2.
 */
export function canRefund(needs: Needs, trade: Transaction, refundFen: number): boolean {
  const before = refundedOf(needs.store, trade);
  const needed = netFen(before + refundFen) - netFen(before);
  const isShared = sharesOf(needs.store, trade.outTradeNo).some((share) => partsOfOthers(needs, share).length > 0);
  const ownFen = isShared ? 0 : heldOf(needs, trade);
  return needed <= ownFen || needed <= ownFen + balance(needs).availableFen;
}

/** The refunds of one payment, oldest first. Closed ones gave nothing back. */
export function refundsOf(store: Store, outTradeNo: string): Refund[] {
  return store.refunds.filter((one) => one.outTradeNo === outTradeNo && takesMoney(one));
}
const refundedOf = (store: Store, { outTradeNo }: Transaction) =>
  sum(refundsOf(store, outTradeNo), (one) => one.refundFen);
export function sharesOf(store: Store, outTradeNo: string): Share[] {
  return store.shares.filter((one) => one.outTradeNo === outTradeNo);
}
export const openParts = (share: Share) => share.parts.filter((part) => part.result !== 'CLOSED');

const takesMoney = (refund: Refund) => refund.status !== 'CLOSED';
/** What goes to the merchant itself does not leave the account. */
const partsOfOthers = ({ store }: Needs, share: Share) => {
  const own = store.transactions.get(share.outTradeNo)?.mchid;
  return openParts(share).filter((part) => part.account !== own);
};
const sum = <T>(all: readonly T[], fen: (one: T) => number): number => all.reduce((total, one) => total + fen(one), 0);

import { moveTrade, type Refund, type Store } from '../state.ts';
import type { CallbackQueue, NewCallback } from './callbacks.ts';
import { rfc3339 } from './time.ts';

interface Needs {
  store: Store;
  callbacks: CallbackQueue;
  now(): number;
}

/** Lets accepted refunds arrive at their time and tells the merchant; what waits goes on after a restart. */
export class RefundTimer {
  readonly #needs: Needs;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  resume(): void {
    for (const refund of this.#needs.store.refunds.all()) if (refund.status === 'PROCESSING') this.wait(refund);
  }

  wait(refund: Refund): void {
    const timer = setTimeout(() => this.#settle(refund.outRefundNo), Math.max(0, refund.dueAtMs - this.#needs.now()));
    this.#timers.set(refund.outRefundNo, timer);
  }

  /** Forgets the waits; the refunds stay PROCESSING. */
  forget(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #settle(outRefundNo: string): void {
    const { store, callbacks, now } = this.#needs;
    this.#timers.delete(outRefundNo);
    const refund = store.refunds.get(outRefundNo);
    if (refund?.status !== 'PROCESSING') return;
    const settled = store.refunds.put(outRefundNo, { ...refund, status: refund.destined, settledAtMs: now() });
    const url = settled.notifyUrl;
    if (url !== null) callbacks.enqueue(refundCallback(settled, url, store));
  }
}

/** A payment counts as refunded from the moment WeChat takes the first refund. */
export function markRefunded(store: Store, outTradeNo: string): void {
  const trade = store.transactions.get(outTradeNo);
  if (trade) moveTrade(store, trade, 'REFUND');
}

const SUMMARY = { SUCCESS: '退款成功', ABNORMAL: '退款异常', CLOSED: '退款关闭' } as const;

function refundCallback(refund: Refund, url: string, store: Store): NewCallback {
  const trade = store.transactions.get(refund.outTradeNo);
  return {
    eventType: `REFUND.${refund.destined}`,
    originalType: 'refund',
    summary: SUMMARY[refund.destined],
    number: refund.outRefundNo,
    url,
    keyMode: refund.keyMode,
    resource: {
      mchid: trade?.mchid,
      transaction_id: refund.transactionId,
      out_trade_no: refund.outTradeNo,
      refund_id: refund.refundId,
      out_refund_no: refund.outRefundNo,
      refund_status: refund.destined,
      ...(refund.destined === 'SUCCESS' && refund.settledAtMs !== null
        ? { success_time: rfc3339(refund.settledAtMs) }
        : {}),
      user_received_account: '支付用户零钱',
      amount: {
        total: refund.totalFen,
        refund: refund.refundFen,
        payer_total: refund.totalFen,
        payer_refund: refund.refundFen,
      },
    },
  };
}

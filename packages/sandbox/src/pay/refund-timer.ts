import type { Alarms } from '../alarms.ts';
import { moveTrade, type Refund, type Store } from '../state.ts';
import type { CallbackQueue, NewCallback } from './callbacks.ts';
import { rfc3339 } from './time.ts';

interface Needs {
  alarms: Alarms;
  store: Store;
  callbacks: CallbackQueue;
  now(): number;
}

/** Lets accepted refunds arrive at their time and tells the merchant; what waits goes on after a restart. */
export class RefundTimer {
  readonly #needs: Needs;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  resume(): void {
    for (const refund of this.#needs.store.refunds.all()) if (refund.status === 'PROCESSING') this.wait(refund);
  }

  wait({ outRefundNo, dueAtMs }: Refund): void {
    this.#needs.alarms.set(`refund/${outRefundNo}`, dueAtMs, () => this.#settle(outRefundNo));
  }

  #settle(outRefundNo: string): void {
    const { store, callbacks, now } = this.#needs;
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
      user_received_account: refund.otherAccount?.text ?? '支付用户零钱',
      amount: {
        total: refund.totalFen,
        refund: refund.refundFen,
        payer_total: refund.totalFen,
        payer_refund: refund.refundFen,
      },
    },
  };
}

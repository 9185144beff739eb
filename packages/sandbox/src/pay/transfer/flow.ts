import type { Context } from '../../context.ts';
import type { TransferBill, TransferState } from '../records.ts';
import { rfc3339 } from '../time.ts';

const flow: Record<TransferState, readonly TransferState[]> = {
  ACCEPTED: ['WAIT_USER_CONFIRM', 'CANCELING'],
  WAIT_USER_CONFIRM: ['TRANSFERING', 'CANCELING', 'FAIL'],
  TRANSFERING: ['SUCCESS', 'FAIL'],
  CANCELING: ['CANCELLED'],
  SUCCESS: [],
  FAIL: [],
  CANCELLED: [],
};
/** How long the receiver has. */
export const CONFIRM_MS = 24 * 3_600_000;

/** Turns a transfer, or throws: the flow table is the only judge. What is over is told to the merchant. */
export function turn(
  context: Context,
  bill: TransferBill,
  to: TransferState,
  change: Partial<TransferBill> = {},
): TransferBill {
  if (!flow[bill.state].includes(to)) throw new Error(`transfer ${bill.outBillNo} cannot go ${bill.state} → ${to}`);
  const now = context.now();
  const isOver = flow[to].length === 0;
  const dueAtMs = isOver ? null : now + (to === 'WAIT_USER_CONFIRM' ? CONFIRM_MS : context.settings.transferDelayMs);
  const turned = { ...bill, dueAtMs, ...change, state: to, updatedAtMs: now };
  context.store.transfers.put(bill.outBillNo, turned);
  if (isOver) tell(context, turned);
  else awaitTransfer(context, turned);
  return turned;
}

export const mayTurn = (bill: TransferBill, to: TransferState): boolean => flow[bill.state].includes(to);

/** Sets the alarm at which a transfer goes on by itself. */
export function awaitTransfer(context: Context, { outBillNo, dueAtMs }: TransferBill): void {
  if (dueAtMs !== null) context.alarms.set(`transfer/${outBillNo}`, dueAtMs, () => goOn(context, outBillNo));
}

/** What is due happens: nobody confirmed in time, the money arrives, the cancellation is through. */
export function goOn(context: Context, outBillNo: string): TransferBill | undefined {
  const bill = context.store.transfers.get(outBillNo);
  if (!bill || bill.dueAtMs === null || bill.dueAtMs > context.now()) return bill;
  if (bill.state === 'ACCEPTED') return turn(context, bill, 'WAIT_USER_CONFIRM');
  if (bill.state === 'WAIT_USER_CONFIRM') return turn(context, bill, 'FAIL', { failReason: 'OVERDUE_CLOSE' });
  if (bill.state === 'TRANSFERING') return turn(context, bill, bill.destined);
  return turn(context, bill, 'CANCELLED', { failReason: 'MCH_CANCEL' });
}

/** MCHTRANSFER.BILL.FINISHED. */
function tell({ callbacks, keys }: Context, bill: TransferBill): void {
  if (bill.notifyUrl === null) return;
  callbacks.enqueue({
    eventType: 'MCHTRANSFER.BILL.FINISHED',
    originalType: 'mch_payment',
    summary: '商家转账单据终态通知',
    number: bill.outBillNo,
    url: bill.notifyUrl,
    keyMode: bill.keyMode,
    resource: {
      mchid: keys.merchant.mchid,
      out_bill_no: bill.outBillNo,
      transfer_bill_no: bill.transferBillNo,
      state: bill.state,
      transfer_amount: bill.amountFen,
      ...(bill.state === 'SUCCESS' ? {} : { fail_reason: bill.failReason }),
      openid: bill.openid,
      create_time: rfc3339(bill.createdAtMs),
      update_time: rfc3339(bill.updatedAtMs),
    },
  });
}

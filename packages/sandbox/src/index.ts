export type { Settings } from './context.ts';
export type { Control } from './control.ts';
export type {
  ActiveFault,
  CallbackFault,
  Fault,
  InterfaceFault,
  MoneyFault,
  PushFault,
  RefundFault,
} from './faults.ts';
export type { Merchant } from './keys.ts';
export { RETRY_SCHEDULE_MS } from './pay/callbacks.ts';
export type { Outcome } from './pay/payment.ts';
export type { Share, ShareReturn, TransferBill } from './pay/records.ts';
export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';
export type { Callback, Push, Refund, Shipment, SubscribeMessage, Transaction } from './state.ts';

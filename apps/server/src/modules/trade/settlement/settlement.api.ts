import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Choice, Day, FenAmount, Id, Nullable, named, SignedFen, Text, Time } from '../../../kernel/schema.ts';

export const settlementRefusals = refusals({
  DAY_NOT_OVER: { status: 409, message: '账单次日 10 点后才能下载，请选择更早的日期' },
  BILL_UNAVAILABLE: { status: 502, message: '微信账单暂时无法下载，请稍后重试' },
});
/** purse: what an order says that points or balance paid is not what their book says. */
export const DIFFERENCES = ['missing-in-book', 'missing-in-bill', 'amount', 'state', 'purse'] as const;
export const Difference = Type.Object({
  id: Id,
  kind: Choice(DIFFERENCES),
  subject: Choice(['payment', 'refund', 'purse']),
  number: Type.String({ description: 'out_trade_no or out_refund_no; of a purse, the order and its name' }),
  orderId: Nullable(Id),
  bookFen: Nullable(SignedFen),
  billFen: Nullable(SignedFen),
  cause: Type.String(),
  advice: Type.String(),
  handled: Nullable(
    Type.Object(
      { at: Time, by: Type.String(), note: Type.String() },
      { description: 'Who looked into it, and what it was' },
    ),
  ),
});
export const Reconciliation = Type.Object({
  day: Day,
  state: Choice(
    ['balanced', 'different', 'handled', 'failed', 'waiting'],
    'handled: every difference was looked into; waiting: not reconciled yet',
  ),
  ranAt: Nullable(Time),
  payments: Type.Integer(),
  paymentsFen: FenAmount,
  refunds: Type.Integer(),
  refundsFen: FenAmount,
  billPaymentsFen: FenAmount,
  billRefundsFen: FenAmount,
  differences: Type.Integer({ description: 'Those that nobody has handled' }),
  failure: Nullable(Type.String()),
});
export const listReconciliations = operation({
  method: 'GET',
  url: '/admin/reconciliations',
  operationId: 'listReconciliations',
  tag: 'settlement',
  summary: 'The last 90 days that were reconciled with WeChat’s trade bill',
  audience: 'finance:read',
  reply: { status: 200, schema: Type.Object({ items: Type.Array(Reconciliation) }) },
});
export const getReconciliation = operation({
  method: 'GET',
  url: '/admin/reconciliations/:day',
  operationId: 'getReconciliation',
  tag: 'settlement',
  summary: 'One day with every difference, its cause and what to do',
  audience: 'finance:read',
  params: Type.Object({ day: Day }),
  reply: {
    status: 200,
    schema: Type.Object({ ...Reconciliation.properties, items: Type.Array(Difference) }),
  },
});
export const handleDifference = operation({
  method: 'POST',
  url: '/admin/reconciliations/:day/differences/:id/handling',
  operationId: 'handleDifference',
  tag: 'settlement',
  summary: 'Marks a difference as handled, with a note of what it was; it stays so when the day is reconciled again',
  audience: 'finance:reconcile',
  params: Type.Object({ day: Day, id: Id }),
  body: Type.Object({ note: Text(200) }, { additionalProperties: false }),
  repeatable: true,
  reply: { status: 200, schema: Difference },
});
export const runReconciliation = operation({
  method: 'POST',
  url: '/admin/reconciliations',
  operationId: 'runReconciliation',
  tag: 'settlement',
  summary: 'Downloads the bill of a day and compares it with the book now',
  audience: 'finance:reconcile',
  limit: { per: 'caller', burst: 30, perMinute: 10 },
  body: Type.Object({ day: Day }, { additionalProperties: false }),
  repeatable: true,
  reply: { status: 200, schema: Reconciliation },
});

named({ Difference, Reconciliation });

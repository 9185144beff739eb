import { Type } from 'typebox';
import { Choice, FenAmount, Id, Nullable, SignedFen, Time } from '../../../kernel/schema.ts';

/** A refund as the shopper and the order's page see it. */
export const RefundSummary = Type.Object({
  id: Id,
  number: Type.String(),
  kind: Choice(['refund', 'late'], 'refund: of pieces; late: money that came after the order had closed or was paid'),
  state: Choice(['requested', 'rejected', 'withdrawn', 'sending', 'succeeded', 'failed']),
  amountFen: Type.Integer({ minimum: 0, description: 'Fen; an estimate while it is requested' }),
  purseFen: Type.Integer({ minimum: 0, description: 'Of it, what went back to purses; the rest goes through WeChat' }),
  reason: Type.String(),
  rejectReason: Nullable(Type.String()),
  paidByHand: Nullable(
    Type.Object(
      { note: Type.String(), picture: Nullable(Type.String()) },
      { description: 'How the merchant paid it back in another way than through WeChat Pay' },
    ),
  ),
  lines: Type.Array(
    Type.Object({
      lineId: Id,
      title: Type.String(),
      specs: Type.Array(Type.String()),
      picture: Type.String(),
      quantity: Type.Integer(),
      amountFen: FenAmount,
    }),
  ),
  freightFen: FenAmount,
  keptFen: SignedFen,
  terms: Type.Array(Type.String(), {
    description:
      'What promotions ask for because they are no longer reached; keptFen of the amount is kept back for it',
  }),
  createdAt: Time,
  finishedAt: Nullable(Time),
});
/** What staff see besides: why WeChat has not paid it, and what they can do. */
export const AdminRefundSummary = Type.Object({
  ...RefundSummary.properties,
  failure: Nullable(Type.String({ description: 'Why the money is not with the shopper yet' })),
  nextTryAt: Nullable(Type.String({ format: 'date-time', description: 'When it is tried again by itself' })),
  remedies: Type.Array(Choice(['retry', 'other-account', 'by-hand'])),
});

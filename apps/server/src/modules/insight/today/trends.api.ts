import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { Day, FenAmount, Nullable, named } from '../../../kernel/schema.ts';

const TrendDay = Type.Object({ day: Day, gmvFen: FenAmount, orders: Type.Integer() });
export const getTrends = operation({
  method: 'GET',
  url: '/admin/trends',
  operationId: 'getTrends',
  tag: 'today',
  summary: 'Sales by day up to yesterday, against what is usual for the shop',
  audience: 'order:read',
  query: Type.Object(
    { days: Type.Optional(Type.Integer({ minimum: 7, maximum: 90, default: 30 })) },
    { additionalProperties: false },
  ),
  reply: {
    status: 200,
    schema: Type.Object({
      days: Type.Array(TrendDay, { description: 'From the oldest to yesterday, every day of the span' }),
      gmvFen: FenAmount,
      orders: Type.Integer(),
      beforeFen: Type.Integer({ description: 'GMV of as many days before, in fen' }),
      beforeOrders: Type.Integer(),
      usual: Nullable(
        Type.Object(
          { lowFen: FenAmount, highFen: FenAmount },
          {
            description:
              'Between these lay the middle half of the days of the eight weeks before; null for a shop that sold on fewer than 14 of them',
          },
        ),
      ),
    }),
  },
});

named({ TrendDay });

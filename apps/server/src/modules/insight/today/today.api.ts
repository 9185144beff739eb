import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { FenAmount, named, Time } from '../../../kernel/schema.ts';

const Figures = Type.Object({
  gmvFen: FenAmount,
  paidOrders: Type.Integer(),
  buyers: Type.Integer(),
  averageOrderFen: FenAmount,
  refundedFen: FenAmount,
});
export const getToday = operation({
  method: 'GET',
  url: '/admin/today',
  operationId: 'getToday',
  tag: 'today',
  summary: 'What needs a hand now, and today against yesterday up to the same time',
  audience: 'order:read',
  reply: {
    status: 200,
    schema: Type.Object({
      at: Time,
      toShip: Type.Integer(),
      lateToShip: Type.Integer({ description: 'Of these, the ones whose time to leave is over' }),
      refundsToHandle: Type.Integer(),
      failedRefunds: Type.Integer(),
      lowStock: Type.Integer(),
      differences: Type.Integer(),
      stuckJobs: Type.Integer({ description: 'Background work that failed to its last try' }),
      backupMissed: Type.Boolean({ description: 'The last backup is older than 36 hours, or the latest try failed' }),
      guessers: Type.Integer({
        description: 'Places from which passwords of staff were guessed wrong five times or more within a day',
      }),
      today: Figures,
      yesterday: Figures,
      hours: Type.Array(Type.Object({ hour: Type.Integer(), todayFen: FenAmount, yesterdayFen: FenAmount }), {
        description: 'GMV by hour of the day in China, 24 entries',
      }),
    }),
  },
});

named({ Figures });

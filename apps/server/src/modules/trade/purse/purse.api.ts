import { type Static, Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Choice, Id, Nullable, named, PageOf, PageQuery, Text, Time } from '../../../kernel/schema.ts';

export const purseRefusals = refusals({
  PURSE_TOO_LITTLE: { status: 409, message: '扣减的数量超过了客户现有的数量' },
  PURSE_NOTHING: { status: 400, message: '请填写要增加或扣减的数量，不能是 0' },
});

/** points 积分 · gift-card 礼品卡 · wallet-bonus 赠送余额 · wallet 余额, in the order in which they pay. */
export const POCKETS = ['points', 'gift-card', 'wallet-bonus', 'wallet'] as const;
export type PocketName = (typeof POCKETS)[number];
const PocketName = Choice(POCKETS);
const Pocket = Type.Object({
  source: PocketName,
  label: Type.String(),
  unit: Choice(['fen', 'point']),
  holds: Type.Integer({ minimum: 0, description: 'What can be used, in its unit' }),
  reserved: Type.Integer({ minimum: 0, description: 'What unpaid orders hold' }),
});
export type Pocket = Static<typeof Pocket>;
const Pockets = Type.Object({ pockets: Type.Array(Pocket) });
const Entry = Type.Object({
  id: Id,
  at: Time,
  amount: Type.Integer({
    description: 'In the unit of the pocket: what came (+) or went (−), was held (−) or freed (+)',
  }),
  text: Type.String({ description: 'What it was for' }),
  orderId: Nullable(Id),
});
export type Entry = Static<typeof Entry>;

export const getPurses = operation({
  method: 'GET',
  url: '/shop/purses',
  operationId: 'getPurses',
  tag: 'purse',
  summary: 'What the shopper has to pay with: points, gift cards, balance',
  audience: 'shopper',
  reply: { status: 200, schema: Pockets },
});
export const listPurseEntries = operation({
  method: 'GET',
  url: '/shop/purses/:source/entries',
  operationId: 'listPurseEntries',
  tag: 'purse',
  summary: 'What came into one of the shopper’s pockets and went out of it, newest first',
  audience: 'shopper',
  params: Type.Object({ source: PocketName }),
  query: Type.Object(PageQuery, { additionalProperties: false }),
  reply: { status: 200, schema: PageOf(Entry) },
});
export const getCustomerPurses = operation({
  method: 'GET',
  url: '/admin/customers/:id/purses',
  operationId: 'getCustomerPurses',
  tag: 'purse',
  summary: 'What a customer has to pay with',
  audience: 'customer:read',
  params: Type.Object({ id: Id }),
  reply: { status: 200, schema: Pockets },
});
export const listCustomerPurseEntries = operation({
  method: 'GET',
  url: '/admin/customers/:id/purses/:source/entries',
  operationId: 'listCustomerPurseEntries',
  tag: 'purse',
  summary: 'What came into a customer’s pocket and went out of it, newest first',
  audience: 'customer:read',
  params: Type.Object({ id: Id, source: PocketName }),
  query: Type.Object(PageQuery, { additionalProperties: false }),
  reply: { status: 200, schema: PageOf(Entry) },
});
export const changePurse = operation({
  method: 'POST',
  url: '/admin/customers/:id/purses/:source/changes',
  operationId: 'changePurse',
  tag: 'purse',
  summary: 'Gives a customer points or balance, or takes some back, with a reason that the customer reads',
  audience: 'purse:grant',
  confirmed: true,
  params: Type.Object({ id: Id, source: PocketName }),
  body: Type.Object(
    {
      amount: Type.Integer({
        minimum: -10_000_000,
        maximum: 10_000_000,
        description: 'In the unit of the pocket: fen, or points',
      }),
      reason: Text(60),
    },
    { additionalProperties: false },
  ),
  reply: { status: 201, schema: Pocket },
});

const Settings = Type.Object(
  {
    pointsPerYuan: Type.Integer({ minimum: 1, maximum: 100_000, description: 'So many points pay one yuan' }),
    pointsMostPercent: Type.Integer({
      minimum: 0,
      maximum: 100,
      description: 'Points pay at most this share of the goods, never freight; 0: none',
    }),
    welcomePoints: Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'What a new customer gets' }),
    welcomeBonusFen: Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'Bonus that a new customer gets' }),
  },
  { additionalProperties: false },
);
export type PurseSettings = Static<typeof Settings>;
export const getPurseSettings = operation({
  method: 'GET',
  url: '/admin/purse-settings',
  operationId: 'getPurseSettings',
  tag: 'purse',
  summary: 'What points are worth, and what new customers get',
  audience: 'settings:read',
  reply: { status: 200, schema: Settings },
});
export const putPurseSettings = operation({
  method: 'PUT',
  url: '/admin/purse-settings',
  operationId: 'putPurseSettings',
  tag: 'purse',
  summary: 'Sets what points are worth and what new customers get; orders keep what they were placed with',
  audience: 'settings:write',
  body: Settings,
  repeatable: true,
  reply: { status: 200, schema: Settings },
});

named({ PocketName, Pocket, Pockets, PurseEntry: Entry, PurseSettings: Settings });

import { type Static, Type } from 'typebox';
import { refusals } from '../../../kernel/refusal.ts';
import { Choice, FenAmount, Id, Nullable, named, Quantity, SignedFen } from '../../../kernel/schema.ts';
import { Presale } from '../../goods/catalog/index.ts';

export const pricingRefusals = refusals({
  LINES_INVALID: { status: 409, message: '部分商品已失效或库存不足，请调整后再下单' },
  PURSE_SHORT: { status: 409, message: '余额或积分不够了，请核对后重新提交' },
  PRICE_CHANGED: { status: 409, message: '价格有变动，请确认新的金额后再下单' },
  TOTAL_TOO_LARGE: { status: 400, message: '订单金额超出上限' },
});

const LineInput = Type.Object({ skuId: Id, quantity: Quantity }, { additionalProperties: false });
export const LinesInput = Type.Array(LineInput, { minItems: 1, maxItems: 50 });
/** More coupons than kinds that can be used together are of no use. */
const MOST_COUPONS = 10;
export const CouponWish = Type.Union(
  [Choice(['best', 'none']), Type.Array(Id, { maxItems: MOST_COUPONS, uniqueItems: true })],
  { description: 'Coupons to use: the best for the shopper (usual), none, or these of theirs' },
);

/** A customer has no more of anything than this. */
const MOST_UNITS = 1_000_000_000;
export const PursesWish = Type.Object(
  {
    points: Type.Optional(Type.Integer({ minimum: 0, maximum: MOST_UNITS, description: 'Points to use at most' })),
    walletFen: Type.Optional(FenAmount),
    giftCardFen: Type.Optional(FenAmount),
  },
  {
    additionalProperties: false,
    description:
      'What the shopper’s own purses may pay at most; what is not named is not used. Absent: they are not asked',
  },
);
const QuotePocket = Type.Object({
  source: Type.String({ description: 'points, gift-card, wallet-bonus, wallet' }),
  label: Type.String({ description: 'For the shopper' }),
  unit: Choice(['piece', 'fen', 'right', 'point', 'seat']),
  holds: Type.Integer({ minimum: 0, description: 'In its unit' }),
  mostFen: Type.Integer({ minimum: 0, description: 'Fen that it could pay of this order' }),
  fen: Type.Integer({ minimum: 0, description: 'Fen that it pays' }),
  units: Type.Integer({ minimum: 0, description: 'What that takes from it, in its unit' }),
});

/** Why a line cannot be bought now. */
const LINE_TROUBLES = ['gone', 'off', 'sold-out', 'short', 'unsent'] as const;

/** What something put on a price or took off it. */
export const PricePart = Type.Object({
  source: Type.String({ description: 'goods, freight, or what took something off: limited-time, reduction, coupon …' }),
  ref: Nullable(Type.String({ description: 'Id of the promotion or of the shopper’s coupon' })),
  label: Type.String({ description: 'For the shopper' }),
  fen: SignedFen,
});
const Named = { source: Type.String(), ref: Type.String(), label: Type.String() };
/** Why something does not apply, or what one more step would bring. */
export const QuoteUnmet = Type.Object({
  ...Named,
  reason: Type.String({ description: 'A sentence for the shopper' }),
  gapFen: Type.Optional(Type.Integer({ minimum: 0, description: 'Fen of goods that are missing' })),
  gapUnits: Type.Optional(Type.Integer({ minimum: 0, description: 'Pieces that are missing' })),
  percent: Type.Optional(Type.Integer({ minimum: 0, maximum: 99, description: 'How far it is' })),
});
const QuoteGroup = Type.Object({
  ...Named,
  skuIds: Type.Array(Id, { description: 'Lines that it counts, whether or not it applies now' }),
});
const UsableCoupon = Type.Object({
  ...Named,
  group: Type.String({ description: 'Of one group one is used' }),
  fen: Type.Integer({ minimum: 0, description: 'Fen that it takes off, or would take off alone' }),
  chosen: Type.Boolean(),
  note: Nullable(Type.String({ description: 'Why it is not used beside what is' })),
});
const UnusableCoupon = Type.Object({ ...Named, reason: Type.String() });
const QuoteCoupons = Type.Object({
  usable: Type.Array(UsableCoupon),
  unusable: Type.Array(UnusableCoupon),
  best: Type.Boolean({ description: 'Whether the shop chose those that take the most' }),
});
export const QuoteLine = Type.Object({
  skuId: Id,
  goodsId: Id,
  title: Type.String(),
  specs: Type.Array(Type.String()),
  picture: Type.String(),
  unitPriceFen: FenAmount,
  quantity: Type.Integer(),
  goodsFen: FenAmount,
  payableFen: FenAmount,
  parts: Type.Array(PricePart, { description: 'Goods, and what was taken off: together what the line costs' }),
  presale: Nullable(Presale),
  trouble: Nullable(Choice(LINE_TROUBLES)),
  troubleText: Nullable(Type.String()),
  available: Type.Integer(),
});
export const Quote = Type.Object({
  lines: Type.Array(QuoteLine),
  goodsFen: FenAmount,
  freightFen: FenAmount,
  freeFreightGapFen: Type.Integer({
    minimum: 0,
    description: 'Fen of goods that are missing to free freight; 0 when it is free',
  }),
  freightWords: Type.Array(Type.String(), {
    description: 'How freight came about where templates decide, for the shopper',
  }),
  discountFen: FenAmount,
  totalFen: FenAmount,
  parts: Type.Array(PricePart, { description: 'Goods, what was taken off, freight: together the total' }),
  pockets: Type.Array(QuotePocket, { description: 'The shopper’s purses, in the order in which they pay' }),
  dueFen: Type.Integer({ minimum: 0, description: 'Fen that are left for WeChat: the total less what the purses pay' }),
  unmet: Type.Array(QuoteUnmet),
  groups: Type.Array(QuoteGroup, { description: 'Promotions that count several lines together' }),
  coupons: QuoteCoupons,
  presale: Nullable(
    Type.Object(Presale.properties, {
      description: 'When an order of all this leaves; null: as usual, within 48 hours',
    }),
  ),
  canOrder: Type.Boolean(),
});
export type Quote = Static<typeof Quote>;
export type QuoteLine = Static<typeof QuoteLine>;
export type PricePart = Static<typeof PricePart>;

named({
  LineInput,
  QuotePocket,
  PricePart,
  QuoteUnmet,
  QuoteGroup,
  UsableCoupon,
  UnusableCoupon,
  QuoteCoupons,
  QuoteLine,
  Quote,
});

import { type Static, Type } from 'typebox';
import { refusals } from '../../../kernel/refusal.ts';
import { Choice, FenAmount, Id, Nullable, named, Quantity, SignedFen } from '../../../kernel/schema.ts';

export const pricingRefusals = refusals({
  LINES_INVALID: { status: 409, message: '部分商品已失效或库存不足，请调整后再下单' },
  PRICE_CHANGED: { status: 409, message: '价格有变动，请确认新的金额后再下单' },
  TOTAL_TOO_LARGE: { status: 400, message: '订单金额超出上限' },
});

const LineInput = Type.Object({ skuId: Id, quantity: Quantity }, { additionalProperties: false });
export const LinesInput = Type.Array(LineInput, { minItems: 1, maxItems: 50 });

/** Why a line cannot be bought now. */
const LINE_TROUBLES = ['gone', 'off', 'sold-out', 'short'] as const;

/** What one rule took from a line, and why. */
export const Explanation = Type.Object({
  rule: Type.String({ description: 'Stable name of the rule, e.g. item-price' }),
  label: Type.String({ description: 'For the shopper' }),
  amountFen: SignedFen,
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
  explain: Type.Array(Explanation),
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
  discountFen: FenAmount,
  totalFen: FenAmount,
  explain: Type.Array(Explanation, { description: 'The sum line by line: goods, what each rule took, freight' }),
  canOrder: Type.Boolean(),
});
export type Quote = Static<typeof Quote>;
export type QuoteLine = Static<typeof QuoteLine>;

named({ LineInput, Explanation, QuoteLine, Quote });

export { accountsUsed, legsOf } from './accounts-used.ts';
export { CouponWish, LinesInput, PricePart, pricingRefusals, Quote, QuoteLine, QuoteUnmet } from './pricing.api.ts';
export { freightPart, goodsPart, type Priced } from './pricing.rules.ts';
export {
  type AskedLine,
  basketOf,
  linesOf,
  mergeLines,
  pricesOf,
  type QuoteLines,
  quoteOf,
} from './pricing.service.ts';
export {
  type Basket,
  type Draft,
  type DraftLine,
  type Offer,
  type Offered,
  type PriceRule,
  priceRules,
  type Stage,
  type Taken,
  type Unmet,
  type Wishes,
} from './pricing.slots.ts';
export { sharedOffer } from './shared-offer.ts';

export { accountsUsed, legsOf } from './accounts-used.ts';
export { destinationOf } from './destination.ts';
export { flatFreight } from './flat-freight.rules.ts';
export { paidFromPocket, pocketAccount, unitOf } from './paying.ts';
export {
  CouponWish,
  LinesInput,
  PricePart,
  PursesWish,
  pricingRefusals,
  Quote,
  QuoteLine,
  QuoteUnmet,
} from './pricing.api.ts';
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
  type FreightAsked,
  type FreightRule,
  type FreightTerms,
  freightRule,
  type Offer,
  type Offered,
  type Owed,
  type Pocket,
  type PriceRule,
  type Purse,
  priceRules,
  purses,
  type Stage,
  type Taken,
  type Unmet,
  type Wishes,
} from './pricing.slots.ts';
export { sharedOffer } from './shared-offer.ts';

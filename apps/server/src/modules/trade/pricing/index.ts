export { Explanation, LineInput, LinesInput, pricingRefusals, Quote, QuoteLine } from './pricing.api.ts';
export type { PriceRule } from './pricing.rules.ts';
export { type AskedLine, createPricing, type QuoteLines } from './pricing.service.ts';

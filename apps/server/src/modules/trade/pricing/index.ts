export { Explanation, LineInput, LinesInput, pricingRefusals, Quote, QuoteLine } from './pricing.api.ts';
export {
  type AskedLine,
  mergeLines,
  type PricingTerms,
  type QuoteLines,
  quoteOf,
  readPrices,
} from './pricing.service.ts';

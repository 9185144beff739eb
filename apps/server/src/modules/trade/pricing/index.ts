export { Explanation, LinesInput, pricingRefusals, Quote, QuoteLine } from './pricing.api.ts';
export {
  type AskedLine,
  mergeLines,
  pricesOf,
  type QuoteLines,
  quoteOf,
} from './pricing.service.ts';

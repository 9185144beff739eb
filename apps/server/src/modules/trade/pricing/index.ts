export { Explanation, LinesInput, pricingRefusals, Quote, QuoteLine } from './pricing.api.ts';
export {
  type AskedLine,
  mergeLines,
  type QuoteLines,
  quoteOf,
  readPrices,
} from './pricing.service.ts';

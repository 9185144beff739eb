export { Explanation, LineInput, LinesInput, pricingRefusals, Quote, QuoteLine } from './pricing.api.ts';
export { type QuoteLines, quoteOf } from './pricing.service.ts';

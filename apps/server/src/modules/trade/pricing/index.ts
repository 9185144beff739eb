export { Explanation, LineInput, LinesInput, pricingRefusals, Quote, QuoteLine } from './pricing.api.ts';

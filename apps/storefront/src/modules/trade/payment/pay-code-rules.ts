/** So long the server holds its answer while nothing happens. */
export const WAIT_SECONDS = 10;
/** WeChat's codes are good for two hours; this one is renewed a little earlier. Source: WeChat Pay, Native, code_url. */
const CODE_LIFE_MS = 115 * 60_000;

/** Where the sandbox's phone pays what its code says; WeChat's own codes (weixin://…) are for a camera alone. */
export const sandboxSheetOf = (code: string): string | undefined => (/^https?:/.test(code) ? code : undefined);

/** When a code that was made now must be renewed, in ms by the server's clock; the order's own end may come first. */
export const codeEndsAt = (orderEndsAt: string, nowMs: number): number =>
  Math.min(Date.parse(orderEndsAt), nowMs + CODE_LIFE_MS);

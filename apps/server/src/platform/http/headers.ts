/** What every answer tells a browser: no guessing of types, no frame around us, nothing loaded from elsewhere, HTTPS from now on. */
export interface SafeHeaders {
  api: Record<string, string>;
  page: Record<string, string>;
  /** Of a page of the shop in the console's preview. */
  preview: Record<string, string>;
}

/**
 * Pages load scripts, data and fonts from here alone, and WeChat's JS-SDK, which only its browser asks for. Styles may stand in the
 * page, because the console's components write theirs there; pictures may be data, because icons and previews are.
 */
const PAGE = [
  "default-src 'self'",
  "script-src 'self' https://res.wx.qq.com",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const YEAR_S = 365 * 24 * 3600;

/** Whether an address is one of the shop's pages as the console shows it in a frame; the console itself never stands in one. */
export const isPreview = (url: string): boolean => /^\/(pages|trade|account)\/\w+\?(.*&)?preview=1(&|$)/.test(url);

/** `publicUrl` decides whether a browser is told to come by HTTPS only. */
export function safeHeaders(publicUrl: string): SafeHeaders {
  const common = {
    'x-content-type-options': 'nosniff',
    // Other sites learn which shop somebody comes from and not the page: WeChat's H5 payment takes no payer without it.
    'referrer-policy': 'strict-origin-when-cross-origin',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    ...(publicUrl.startsWith('https:') ? { 'strict-transport-security': `max-age=${YEAR_S}` } : {}),
  };
  return {
    api: {
      ...common,
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
    },
    page: { ...common, 'content-security-policy': PAGE },
    preview: {
      ...common,
      'x-frame-options': 'SAMEORIGIN',
      'content-security-policy': PAGE.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
    },
  };
}

export const MAX_ADDRESSES = 50;

/** WeChat's words for a code that is unknown, used, over its time or missing, and for a person it does not let in. */
const CODE_REFUSED = new Set([40029, 40163, 40226, 41008]);

/** Whether a new code may help; any other error is of the shop's connection or of WeChat itself. */
export const isCodeRefused = (errcode: number): boolean => CODE_REFUSED.has(errcode);

/** A name for someone who gave none. */
export const guestName = (customerId: string): string =>
  `微信用户${customerId.replace(/\D/g, '').padStart(4, '0').slice(-4)}`;

/** Where an H5 shopper signs in: the sandbox's page, or WeChat's official-account authorisation. */
export function loginPage(
  account: { sandbox: boolean; apiBaseUrl: string; appid: string },
  redirect: string,
  state: string,
): string {
  if (account.sandbox) return `${account.apiBaseUrl}/sandbox/login?${new URLSearchParams({ redirect, state })}`;
  const query = {
    appid: account.appid,
    redirect_uri: redirect,
    response_type: 'code',
    scope: 'snsapi_userinfo',
    state,
  };
  return `https://open.weixin.qq.com/connect/oauth2/authorize?${new URLSearchParams(query)}#wechat_redirect`;
}

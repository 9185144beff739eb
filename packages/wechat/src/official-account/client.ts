import { createHash, randomBytes } from 'node:crypto';
import { AccessToken, memoryStore } from '../access-token.ts';
import { ApiChannel, type ApiOptions, isBusy } from '../api-channel.ts';
import { checkTemplateData } from '../template-data.ts';
import type { BusinessMessage, JsSdkConfig, OauthAccess, TemplateMessage, UserInfo } from './types.ts';

export type OfficialAccountOptions = ApiOptions;

/** An official account's server interfaces: log-in on pages in WeChat, JS-SDK, messages. Throws as `ApiChannel` does. */
export class OfficialAccountClient {
  readonly #o: OfficialAccountOptions;
  readonly #channel: ApiChannel;
  /** The ticket of the JS-SDK: kept and shared like the access token, because WeChat gives few a day. */
  readonly #ticket: AccessToken;

  constructor(options: OfficialAccountOptions) {
    this.#o = options;
    this.#channel = new ApiChannel(options);
    const { appid, tokenStore: store = memoryStore() } = options;
    this.#ticket = new AccessToken({
      appid: `${appid}/jsapi`,
      store,
      clock: () => this.#now(),
      fetchToken: () => this.#fetchTicket(),
    });
  }

  /** Exchanges a code of the authorisation page (5 minutes, once). */
  codeToAccess(code: string): Promise<OauthAccess> {
    const { appid, appSecret: secret } = this.#o;
    return this.#channel.json('/sns/oauth2/access_token', {
      query: { appid, secret, code, grant_type: 'authorization_code' },
    });
  }

  /** Name and picture of a person who agreed to snsapi_userinfo. */
  userInfo({ access_token, openid }: Pick<OauthAccess, 'access_token' | 'openid'>): Promise<UserInfo> {
    return this.#channel.json('/sns/userinfo', { query: { access_token, openid, lang: 'zh_CN' } });
  }

  /** What the page at `url` needs to call `wx.config`. */
  async jsSdkConfig(url: string): Promise<JsSdkConfig> {
    const timestamp = Math.floor(this.#now() / 1000);
    const nonceStr = randomBytes(12).toString('hex');
    const signature = jsSdkSignature({ ticket: await this.#ticket.get(), nonceStr, timestamp, url });
    return { appId: this.#o.appid, timestamp, nonceStr, signature };
  }

  /**
   * Sends a template message to a follower; returns its number. After a time-out it is repeated only with a client_msg_id, by which
   * WeChat knows it again.
   */
  async sendTemplateMessage(message: TemplateMessage): Promise<number> {
    checkTemplateData(message.data);
    const isWorthIt = message.client_msg_id === undefined ? isBusy : undefined;
    const { msgid } = await this.#channel.authorized<{ msgid: number }>(
      '/cgi-bin/message/template/send',
      { body: message },
      isWorthIt,
    );
    return msgid;
  }

  /** Sends a message the person subscribed to on a page of the account. Not repeated after a time-out, as one acceptance is one message. */
  async sendBusinessMessage(message: BusinessMessage): Promise<void> {
    checkTemplateData(message.data);
    await this.#channel.authorized('/cgi-bin/message/subscribe/bizsend', { body: message }, isBusy);
  }

  /** The access token: shared, and fetched by one process at a time. */
  accessToken(): Promise<string> {
    return this.#channel.token.get();
  }

  async #fetchTicket(): Promise<{ access_token: string; expires_in: number }> {
    const { ticket, expires_in } = await this.#channel.authorized<{ ticket: string; expires_in: number }>(
      '/cgi-bin/ticket/getticket',
      { query: { type: 'jsapi' } },
    );
    return { access_token: ticket, expires_in };
  }

  #now(): number {
    return (this.#o.clock ?? Date.now)();
  }
}

/** Hexadecimal SHA-1 over the four values, raw; of the page's address what stands before `#`. */
export function jsSdkSignature(of: { ticket: string; nonceStr: string; timestamp: number; url: string }): string {
  const { ticket, nonceStr, timestamp, url } = of;
  const text = `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url.split('#')[0]}`;
  return createHash('sha1').update(text).digest('hex');
}

/** Where a page in WeChat sends the person to agree; `openBaseUrl` is https://open.weixin.qq.com or a sandbox. */
export function authorizeUrl(ask: {
  openBaseUrl: string;
  appid: string;
  redirect: string;
  state: string;
  scope: 'snsapi_base' | 'snsapi_userinfo';
}): string {
  const { appid, redirect: redirect_uri, scope, state } = ask;
  // WeChat wants exactly this order.
  const query = new URLSearchParams({ appid, redirect_uri, response_type: 'code', scope, state });
  return `${ask.openBaseUrl}/connect/oauth2/authorize?${query}#wechat_redirect`;
}

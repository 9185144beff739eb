/** Shapes of the official account's server interfaces, in WeChat's own words. */
import type { TemplateData } from '../template-data.ts';

export interface OauthAccess {
  /** The person's, for `userInfo`; never leaves the server, and is not the app's own token. */
  access_token: string;
  /** Seconds. */
  expires_in: number;
  refresh_token: string;
  openid: string;
  scope: string;
  /** With scope snsapi_userinfo only. */
  unionid?: string;
  /** 1: a made-up account of the snapshot page; its openid belongs to nobody and must not be bound. */
  is_snapshotuser?: number;
}
export interface UserInfo {
  openid: string;
  nickname: string;
  /** Empty when the person has no picture. */
  headimgurl: string;
  unionid?: string;
}
/** Where a message leads: a page of a mini program that is linked to the account. */
interface MiniProgramPage {
  appid: string;
  pagepath?: string;
}
export interface TemplateMessage {
  touser: string;
  template_id: string;
  url?: string;
  miniprogram?: MiniProgramPage;
  data: TemplateData;
  /** ≤ 32; a message sent again under the same one is not delivered twice (10 minutes). */
  client_msg_id?: string;
}
export interface BusinessMessage {
  touser: string;
  template_id: string;
  page?: string;
  miniprogram?: MiniProgramPage;
  data: TemplateData;
}
/** What `wx.config` of the JS-SDK takes. */
export interface JsSdkConfig {
  appId: string;
  /** Seconds. */
  timestamp: number;
  nonceStr: string;
  signature: string;
}

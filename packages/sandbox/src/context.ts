import type { Alarms } from './alarms.ts';
import type { Faults } from './faults.ts';
import type { Keys } from './keys.ts';
import type { PushQueue } from './mini-program/push-queue.ts';
import type { CallbackQueue } from './pay/callbacks.ts';
import type { RefundTimer } from './pay/refund-timer.ts';
import type { Store } from './state.ts';

/** Rules of WeChat that would be in the way on a developer's machine are off unless switched on. */
export interface Settings {
  /** Shown on the payment sheet. */
  merchantName: string;
  /** How long a refund stays PROCESSING. */
  refundDelayMs: number;
  /** 支付成功但延迟通知: how long the call-back waits. */
  delayedCallbackMs: number;
  /** When the money of an order can be spent, after its payment; until then it can only go back to the shopper. */
  settleDelayMs: number;
  /** Shares only from a minute after payment. */
  sharingAfterMinute: boolean;
  /** How much of an order others may be given, in ten-thousandths. */
  sharingMaxRatio: number;
  /** How long a share and its return stay PROCESSING. */
  sharingDelayMs: number;
  /** Where PROFITSHARING.… is told, as set in the merchant platform; empty for nowhere. */
  sharingNotifyUrl: string;
  /** How long a transfer takes for each step that WeChat does alone. */
  transferDelayMs: number;
  /** The most of one transfer. */
  transferMaxFen: number;
  /** Refunds of one payment at least a minute apart. */
  refundMinuteApart: boolean;
  /** Bills only of past days, from 10:00 of the next day. Off: today's bill is given as far as the day has come. */
  billNextDayOnly: boolean;
  /** JSAPI payers must have logged in here. */
  knownOpenidsOnly: boolean;
  /** `/v3/certificates` answers 404 RESOURCE_NOT_EXISTS, as for newer merchants, who have the public key only. */
  publicKeyModeOnly: boolean;
  /** H5 orders of a payer whose address is this machine are refused. Off: on a developer's machine there is no other. */
  refuseLoopbackPayer: boolean;
  /** Call-backs come with `associated_data: ""`, as some of WeChat's do. */
  emptyAssociatedData: boolean;
  /** The mini program has the shipping service, and its merchants have agreed. */
  tradeManaged: boolean;
  /** Where the message push goes, as set in the mini program's 消息推送; empty for nowhere. */
  messageUrl: string;
  /** 明文模式: pushes are not encrypted. */
  messagePlain: boolean;
  /** Pushes are XML, not JSON. */
  messageXml: boolean;
  /** How long after the receipt the money of an order is settled, which is told. */
  settlementDelayMs: number;
  /** 网页授权域名: where the official account's authorisation may lead back to; null lets every domain. */
  oauthDomains: string[] | null;
  /** H5 支付域名: from which pages an H5 payment may be opened, as the Referer tells; null lets every page. */
  h5Domains: string[] | null;
  /** JS 接口安全域名: whose pages may use the JS-SDK; null lets every page. */
  jsDomains: string[] | null;
  /** Who authorises is on a snapshot page: WeChat gives a made-up openid and says so. */
  snapshotUsers: boolean;
  /** A number gets a text only a minute after the one before. Off: the shop's own limit comes first. */
  smsMinuteApart: boolean;
  /** Pages that a mini-program code may open; null accepts every well-formed page. */
  pages: string[] | null;
}

export const DEFAULT_SETTINGS: Settings = {
  merchantName: '集市小铺',
  refundDelayMs: 1_000,
  delayedCallbackMs: 20_000,
  settleDelayMs: 86_400_000,
  sharingAfterMinute: true,
  sharingMaxRatio: 3_000,
  sharingDelayMs: 1_000,
  sharingNotifyUrl: '',
  transferDelayMs: 1_000,
  transferMaxFen: 200_000,
  refundMinuteApart: false,
  billNextDayOnly: false,
  knownOpenidsOnly: false,
  publicKeyModeOnly: false,
  refuseLoopbackPayer: false,
  emptyAssociatedData: false,
  tradeManaged: true,
  messageUrl: '',
  messagePlain: false,
  messageXml: false,
  settlementDelayMs: 1_000,
  oauthDomains: null,
  h5Domains: null,
  jsDomains: null,
  snapshotUsers: false,
  smsMinuteApart: false,
  pages: null,
};

/** What every part of the sandbox works with. */
export interface Context {
  keys: Keys;
  store: Store;
  faults: Faults;
  settings: Settings;
  callbacks: CallbackQueue;
  pushes: PushQueue;
  refunds: RefundTimer;
  alarms: Alarms;
  /** How often each interface was called, by `METHOD /path/:with/:holes`. Not kept over a restart. */
  calls: Map<string, number>;
  /** WeChat's clock in ms: the machine's, plus the skew a test asked for. */
  now(): number;
  /** Opens the control interface and the overview. */
  controlKey: string;
  /** Where a browser reaches the sandbox, no slash at the end. */
  baseUrl(): string;
}

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Collection, Journal } from './journal.ts';
import type { Combined, Deposit, KeyMode, Receiver, Share, ShareReturn, TransferBill } from './pay/records.ts';

export type { KeyMode };

type TradeState = 'NOTPAY' | 'SUCCESS' | 'REFUND' | 'CLOSED';

/** unpaid → paid or closed; paid → (partly) refunded. */
const tradeFlow: Record<TradeState, readonly TradeState[]> = {
  NOTPAY: ['SUCCESS', 'CLOSED'],
  SUCCESS: ['REFUND'],
  REFUND: ['REFUND'],
  CLOSED: [],
};

/** A payment order. Keyed by out_trade_no; times in ms. */
export interface Transaction {
  outTradeNo: string;
  transactionId: string | null;
  tradeType: 'JSAPI' | 'APP' | 'MWEB' | 'NATIVE';
  state: TradeState;
  appid: string;
  mchid: string;
  description: string;
  attach: string | null;
  notifyUrl: string;
  totalFen: number;
  payerOpenid: string | null;
  deviceId: string | null;
  /** Its money stays frozen for profit sharing. */
  profitSharing: boolean;
  /** The combined payment of which this is a part; only that one is queried, closed and told about. */
  combineOutTradeNo: string | null;
  /** What a repeated prepay must equal. */
  fingerprint: string;
  keyMode: KeyMode;
  createdAtMs: number;
  expiresAtMs: number;
  paidAtMs: number | null;
  /** Until when a presale may be dispatched, s since the epoch, as the merchant reported it. */
  delayedTo?: number;
}

/** A prepay_id, an h5_url or a code_url: each leads to the payment sheet until `expiresAtMs`. */
interface Prepay {
  prepayId: string;
  outTradeNo: string;
  expiresAtMs: number;
}

type RefundStatus = 'PROCESSING' | 'SUCCESS' | 'ABNORMAL' | 'CLOSED';

/** Keyed by out_refund_no. PROCESSING until `dueAtMs`, then `destined`. */
export interface Refund {
  outRefundNo: string;
  refundId: string;
  outTradeNo: string;
  transactionId: string;
  status: RefundStatus;
  destined: Exclude<RefundStatus, 'PROCESSING'>;
  refundFen: number;
  totalFen: number;
  reason: string | null;
  notifyUrl: string | null;
  /** Where the money went, in WeChat's words, when not back the way it came. */
  otherAccount: { channel: 'OTHER_BANKCARD'; text: string } | null;
  fingerprint: string;
  keyMode: KeyMode;
  createdAtMs: number;
  dueAtMs: number;
  settledAtMs: number | null;
}

/** One POST of a call-back. `status` is the HTTP status, null when no answer came. */
export interface CallbackAttempt {
  atMs: number;
  durationMs: number;
  status: number | null;
  outcome: 'accepted' | 'refused' | 'unreachable' | 'dropped';
  note: string | null;
}

/** A call-back and its deliveries, kept until it is accepted or the schedule is exhausted. */
export interface Callback {
  id: string;
  eventType: string;
  originalType: 'transaction' | 'refund' | 'profitsharing' | 'mch_payment';
  summary: string;
  /** The merchant's own number of what is told: out_trade_no, out_refund_no, … */
  number: string;
  url: string;
  keyMode: KeyMode;
  resource: Record<string, unknown>;
  state: 'pending' | 'accepted' | 'exhausted';
  /** How many steps of the retry schedule are used up. */
  step: number;
  createdAtMs: number;
  nextAttemptAtMs: number;
  attempts: CallbackAttempt[];
}

/** A fictional WeChat user. */
export interface Person {
  id: string;
  name: string;
  phone: string;
}

/** Whose openid it is, and in which app. */
export interface Openid {
  appid: string;
  personId: string;
}

/** A one-time code of an app, good for five minutes: of `wx.login`, of getPhoneNumber, or of the official account's authorisation. */
export interface OneTimeCode {
  code: string;
  kind: 'login' | 'phone' | 'oauth';
  appid: string;
  /** Of an authorisation: how much the person agreed to. */
  scope?: OauthScope;
  personId: string;
  expiresAtMs: number;
  used: boolean;
}

export type OauthScope = 'snsapi_base' | 'snsapi_userinfo';

/** Of a person who agreed in the official account; not to be mixed up with the app's own token. */
export interface OauthToken {
  token: string;
  openid: string;
  scope: OauthScope;
  expiresAtMs: number;
}

/** An app's own token. Those of `/cgi-bin/token` and of `/cgi-bin/stable_token` do not know of each other. */
export interface AccessToken {
  token: string;
  appid: string;
  from: 'token' | 'stable_token';
  issuedAtMs: number;
  expiresAtMs: number;
}

/** What the merchant told about one payment's parcels. Keyed by transaction_id. */
export interface Shipment {
  transactionId: string;
  deliveryMode: number;
  logisticsType: number;
  isAllDelivered: boolean;
  parcels: {
    trackingNo: string;
    expressCompany: string;
    itemDesc: string;
    uploadTime: string;
    contact?: { consignor: string | null; receiver: string | null };
  }[];
  shippedAtMs: number;
  /** WeChat has asked the shopper to confirm; once. */
  reminded: boolean;
  /** A finished shipment may be sent again once. */
  reshipped: boolean;
  receivedAtMs: number | null;
  /** The merchant was told that it is received and settled. */
  told: boolean;
}

/** A message to the merchant's server. `statuses`: of each try, null when no answer came; lost: nobody tries again. */
export interface Push {
  id: string;
  event: string;
  message: Record<string, unknown>;
  state: 'pending' | 'accepted' | 'lost';
  statuses: (number | null)[];
}

export interface SubscribeMessage {
  id: string;
  openid: string;
  templateId: string;
  page: string | null;
  data: Record<string, string>;
  sentAtMs: number;
}

/** A text message that a number got. */
export interface TextMessage {
  id: string;
  phone: string;
  code: string;
  text: string;
  sentAtMs: number;
}

/** Everything the sandbox remembers; survives a restart through the journal. */
export interface Store {
  transactions: Collection<Transaction>;
  /** Order numbers that were closed before anything was placed under them: when, in ms. */
  deadNumbers: Collection<number>;
  prepays: Collection<Prepay>;
  refunds: Collection<Refund>;
  combined: Collection<Combined>;
  deposits: Collection<Deposit>;
  receivers: Collection<Receiver>;
  shares: Collection<Share>;
  shareReturns: Collection<ShareReturn>;
  transfers: Collection<TransferBill>;
  callbacks: Collection<Callback>;
  people: Collection<Person>;
  openids: Collection<Openid>;
  codes: Collection<OneTimeCode>;
  tokens: Collection<AccessToken>;
  oauthTokens: Collection<OauthToken>;
  /** When fresh tokens were forced, by appid, in ms. */
  forcedTokens: Collection<number[]>;
  shipments: Collection<Shipment>;
  pushes: Collection<Push>;
  messages: Collection<SubscribeMessage>;
  texts: Collection<TextMessage>;
  /** Remaining subscribe-message quota by `openid/template_id`. */
  quotas: Collection<number>;
  /** Who follows the official account, by their openid there. */
  followers: Collection<boolean>;
  /** When a person was in the mini program last, by openid, in ms. */
  visits: Collection<number>;
  /** Where WeChat's messages lead. */
  jumpPaths: Collection<string>;
  /** msgid by the merchant's client_msg_id: a message sent twice under one is sent once. */
  messageIds: Collection<number>;
  reset(): void;
  close(): void;
}

export function openStore(dir: string, log: (line: string) => void = () => {}): Store {
  mkdirSync(dir, { recursive: true });
  const journal = new Journal(path.join(dir, 'journal.jsonl'), log);
  const store: Store = {
    transactions: journal.collection('transactions'),
    deadNumbers: journal.collection('deadNumbers'),
    prepays: journal.collection('prepays'),
    refunds: journal.collection('refunds'),
    combined: journal.collection('combined'),
    deposits: journal.collection('deposits'),
    receivers: journal.collection('receivers'),
    shares: journal.collection('shares'),
    shareReturns: journal.collection('shareReturns'),
    transfers: journal.collection('transfers'),
    callbacks: journal.collection('callbacks'),
    people: journal.collection('people'),
    openids: journal.collection('openids'),
    codes: journal.collection('codes'),
    tokens: journal.collection('tokens'),
    oauthTokens: journal.collection('oauthTokens'),
    forcedTokens: journal.collection('forcedTokens'),
    shipments: journal.collection('shipments'),
    pushes: journal.collection('pushes'),
    messages: journal.collection('messages'),
    texts: journal.collection('texts'),
    quotas: journal.collection('quotas'),
    followers: journal.collection('followers'),
    visits: journal.collection('visits'),
    jumpPaths: journal.collection('jumpPaths'),
    messageIds: journal.collection('messageIds'),
    reset: () => journal.reset(),
    close: () => journal.close(),
  };
  journal.compact();
  return store;
}

/** Moves a payment order, or throws: the flow table is the only judge. */
export function moveTrade(
  store: Store,
  trade: Transaction,
  to: TradeState,
  change: Partial<Transaction> = {},
): Transaction {
  if (!tradeFlow[trade.state].includes(to))
    throw new Error(`payment ${trade.outTradeNo} cannot go ${trade.state} → ${to}`);
  return store.transactions.put(trade.outTradeNo, { ...trade, ...change, state: to });
}

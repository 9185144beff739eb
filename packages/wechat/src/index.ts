export { ERRCODES, type Errcode, isRetryable, type Remedy, remedyFor } from './errcodes.ts';
export { WechatApiError, WechatError, WechatPayError, WechatSignatureError, WechatTimeoutError } from './errors.ts';
export { MessageCrypto, type MessageCryptoOptions } from './message/crypto.ts';
export type { StoredToken, TokenStore } from './mini-program/access-token.ts';
export { MiniProgramClient, type MiniProgramOptions } from './mini-program/client.ts';
export type { TemplateData } from './mini-program/template-data.ts';
export type {
  CodeRequest,
  PhoneInfo,
  Session,
  ShippingInfo,
  SubscribeMessage,
  TextCheck,
  TextVerdict,
} from './mini-program/types.ts';
export {
  type BillTable,
  type FundFlowBill,
  type FundFlowRow,
  type TradeBill,
  type TradeBillRow,
  yuanToFen,
} from './pay/bill.ts';
export type { SignedRequest } from './pay/channel.ts';
export { PayClient, type PayClientOptions } from './pay/client.ts';
export {
  authorizationHeader,
  buildRequestMessage,
  buildResponseMessage,
  CLOCK_WINDOW_S,
  decryptResource,
  decryptSensitive,
  encryptResource,
  encryptSensitive,
  parseAuthorization,
  paySignJsapi,
  sign,
  verify,
} from './pay/signing.ts';
export type { JsapiPayParams, Notification, Refund, RefundBody, RefundNotice, Transaction } from './pay/types.ts';
export type { VerifierOptions } from './pay/verifier.ts';
export type { CallLimits } from './transport.ts';

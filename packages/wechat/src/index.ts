export { WechatApiError, WechatError, WechatPayError, WechatSignatureError, WechatTimeoutError } from './errors.ts';
export { MessageCrypto, type MessageCryptoOptions } from './message/crypto.ts';
export {
  MiniProgramClient,
  type MiniProgramOptions,
  type ShippingInfo,
  type StoredToken,
  type SubscribeMessage,
  type TokenStore,
} from './mini-program/client.ts';
export { type BillTable, type TradeBill, type TradeBillRow, yuanToFen } from './pay/bill.ts';
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

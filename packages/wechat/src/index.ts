export type { StoredToken, TokenStore } from './access-token.ts';
export { ERRCODES, type Errcode, isRetryable, type Remedy, remedyFor } from './errcodes.ts';
export {
  isMisconfiguration,
  WechatApiError,
  WechatDecryptionError,
  WechatError,
  WechatPayError,
  WechatSignatureError,
  WechatTimeoutError,
} from './errors.ts';
export { MessageCrypto, type MessageCryptoOptions } from './message/crypto.ts';
export { MiniProgramClient, type MiniProgramOptions } from './mini-program/client.ts';
export type {
  CodeRequest,
  CombinedShippingInfo,
  ManagedOrder,
  OrderListAsk,
  OrderName,
  OrderPage,
  PhoneInfo,
  Session,
  ShippingInfo,
  SubscribeMessage,
  SubscribeTemplate,
  TextCheck,
  TextVerdict,
} from './mini-program/types.ts';
export {
  authorizeUrl,
  jsSdkSignature,
  OfficialAccountClient,
  type OfficialAccountOptions,
} from './official-account/client.ts';
export type {
  BusinessMessage,
  JsSdkConfig,
  OauthAccess,
  TemplateMessage,
  UserInfo,
} from './official-account/types.ts';
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
export type {
  CombinedH5Body,
  CombinedJsapiBody,
  CombinedOrder,
  CombinedPayments,
  CombinedPrepayBody,
  CombinedTransaction,
} from './pay/combine.ts';
export type {
  ProfitSharing,
  SharingBody,
  SharingNotice,
  SharingOrder,
  SharingPart,
  SharingReceiver,
  SharingReturn,
  SharingReturnBody,
} from './pay/profit-sharing.ts';
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
  paySignApp,
  paySignJsapi,
  sign,
  verify,
} from './pay/signing.ts';
export type {
  Transfer,
  TransferAccepted,
  TransferBody,
  TransferNotice,
  TransferScene,
  TransferState,
  Transfers,
} from './pay/transfer.ts';
export type {
  AbnormalRefundBody,
  AppPayParams,
  FundAccount,
  H5PrepayBody,
  JsapiPayParams,
  JsapiPrepayBody,
  Notification,
  PrepayBody,
  Refund,
  RefundBody,
  RefundNotice,
  RefundStatus,
  TradeBillType,
  TradeState,
  Transaction,
} from './pay/types.ts';
export type { VerifierOptions } from './pay/verifier.ts';
export { checkTemplateData, type TemplateData } from './template-data.ts';
export type { CallLimits } from './transport.ts';

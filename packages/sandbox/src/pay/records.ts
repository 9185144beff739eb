/** Which key signs what the merchant gets: the platform certificate's, or the one behind PUB_KEY_ID_…. */
export type KeyMode = 'certificate' | 'public-key';

/** Money that the merchant paid in (充值), or took out when negative. Keyed by id. */
export interface Deposit {
  id: string;
  atMs: number;
  fen: number;
}

export type ReceiverType = 'MERCHANT_ID' | 'PERSONAL_OPENID';
/** Who may be given a share. Keyed by `type/account`. */
export interface Receiver {
  type: ReceiverType;
  account: string;
  relation: string;
  /** false once it was deleted. */
  isActive: boolean;
}

export interface SharePart {
  type: ReceiverType;
  account: string;
  amountFen: number;
  description: string;
  detailId: string;
  result: 'PENDING' | 'SUCCESS' | 'CLOSED';
  /** How it ends, and why when it is CLOSED. */
  destined: 'SUCCESS' | 'CLOSED';
  failReason: string | null;
}
/** Shares of one order's money, or the release of what is left (then without parts). Keyed by out_order_no; PROCESSING until `dueAtMs`. */
export interface Share {
  outOrderNo: string;
  orderId: string;
  outTradeNo: string;
  transactionId: string;
  parts: SharePart[];
  /** Nothing can be shared any more after this. */
  unfreezes: boolean;
  state: 'PROCESSING' | 'FINISHED';
  fingerprint: string;
  keyMode: KeyMode;
  createdAtMs: number;
  dueAtMs: number;
}

/** A share that a merchant gives back. Keyed by out_return_no; PROCESSING until `dueAtMs`. */
export interface ShareReturn {
  outReturnNo: string;
  returnId: string;
  outOrderNo: string;
  mchid: string;
  amountFen: number;
  description: string;
  result: 'PROCESSING' | 'SUCCESS' | 'FAILED';
  destined: 'SUCCESS' | 'FAILED';
  failReason: string | null;
  fingerprint: string;
  createdAtMs: number;
  dueAtMs: number;
}

export type TransferState =
  | 'ACCEPTED'
  | 'WAIT_USER_CONFIRM'
  | 'TRANSFERING'
  | 'SUCCESS'
  | 'FAIL'
  | 'CANCELING'
  | 'CANCELLED';
/** Money for a user. Keyed by out_bill_no. `dueAtMs` is when it goes on by itself, null when it is over. */
export interface TransferBill {
  outBillNo: string;
  transferBillNo: string;
  appid: string;
  openid: string;
  amountFen: number;
  remark: string;
  perception: string;
  notifyUrl: string | null;
  packageInfo: string;
  state: TransferState;
  /** How it ends once it is confirmed, and why when it fails. */
  destined: 'SUCCESS' | 'FAIL';
  failReason: string | null;
  fingerprint: string;
  keyMode: KeyMode;
  createdAtMs: number;
  updatedAtMs: number;
  dueAtMs: number | null;
}

/** A payment for several orders. Keyed by combine_out_trade_no; its parts are orders of their own. */
export interface Combined {
  combineOutTradeNo: string;
  combineTransactionId: string;
  appid: string;
  mchid: string;
  outTradeNos: string[];
  notifyUrl: string;
  deviceId: string | null;
  fingerprint: string;
  keyMode: KeyMode;
}

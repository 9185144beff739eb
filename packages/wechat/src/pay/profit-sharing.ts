import type { CallLimits } from '../transport.ts';
import type { SignedChannel } from './channel.ts';

export type ReceiverType = 'MERCHANT_ID' | 'PERSONAL_OPENID';
export type ReceiverRelation =
  | 'SERVICE_PROVIDER'
  | 'STORE'
  | 'STAFF'
  | 'STORE_OWNER'
  | 'PARTNER'
  | 'HEADQUARTER'
  | 'BRAND'
  | 'DISTRIBUTOR'
  | 'USER'
  | 'SUPPLIER'
  | 'CUSTOM';
export interface SharingReceiver {
  type: ReceiverType;
  /** A merchant number, or an openid of the client's app. */
  account: string;
  /** In the clear, encrypted here: a merchant's full name (required), or a person's real name, which WeChat then checks. */
  name?: string;
  relation_type: ReceiverRelation;
  /** ≤ 10 characters, with CUSTOM only. */
  custom_relation?: string;
}
/** One part of a share. */
export interface SharingPart {
  type: ReceiverType;
  account: string;
  /** In the clear, encrypted here; for persons only. */
  name?: string;
  amount: number;
  /** 1–80 characters. */
  description: string;
}
export interface SharingBody {
  transaction_id: string;
  /** ≤ 64 of [0-9A-Za-z_-|*@]; the same again is the same request. */
  out_order_no: string;
  /** ≤ 50 at a time, ≤ 50 times an order. */
  receivers: SharingPart[];
  /** true gives what is left to the merchant, and nothing more can be shared. */
  unfreeze_unsplit: boolean;
}
export interface SharingOrder {
  transaction_id: string;
  out_order_no: string;
  order_id: string;
  /** FINISHED says that no part is PENDING; whether a part was paid says its own `result`. */
  state: 'PROCESSING' | 'FINISHED';
  receivers?: {
    type: ReceiverType;
    account: string;
    amount: number;
    description: string;
    result: 'PENDING' | 'SUCCESS' | 'CLOSED';
    /** E.g. NO_RELATION, RECEIVER_REAL_NAME_NOT_VERIFIED, RECEIVER_RECEIPT_LIMIT. */
    fail_reason?: string;
    detail_id: string;
    create_time: string;
    finish_time: string;
  }[];
}
export interface SharingReturnBody {
  /** Of the share; `order_id` is WeChat's own number for it. */
  out_order_no?: string;
  order_id?: string;
  /** ≤ 64 of [0-9A-Za-z_-|*@]. */
  out_return_no: string;
  /** The merchant that gives back; persons cannot. */
  return_mchid: string;
  amount: number;
  /** 1–80 characters. */
  description: string;
}
export interface SharingReturn {
  order_id: string;
  out_order_no: string;
  out_return_no: string;
  return_id: string;
  return_mchid: string;
  amount: number;
  description: string;
  result: 'PROCESSING' | 'SUCCESS' | 'FAILED';
  /** E.g. BALANCE_NOT_ENOUGH, TIME_OUT_CLOSED. */
  fail_reason?: string;
  create_time: string;
  finish_time: string;
}
/** PROFITSHARING.SUCCESS (分账) or PROFITSHARING.RETURN (分账回退), told to receivers that are merchants, at the address of their account. */
export interface SharingNotice {
  /** The merchant that shares. */
  mchid: string;
  transaction_id: string;
  order_id: string;
  out_order_no: string;
  receiver: { type: ReceiverType; account: string; amount: number; description: string };
  success_time: string;
}

const ROOT = '/v3/profitsharing';

/**
 * Sharing the money of a paid order (分账). The order must have been placed with `settle_info.profit_sharing`, be at least a minute old
 * and at most 30 days; then all that is left goes to the merchant by itself. At most 30 % in all unless WeChat agreed to more. Before a
 * refund of what was shared, the shares come back first. Throws as PayClient.
 */
export class ProfitSharing {
  readonly #channel: SignedChannel;
  readonly #appid: string;
  constructor(channel: SignedChannel, appid: string) {
    this.#channel = channel;
    this.#appid = appid;
  }

  /** Receivers are made known once; adding again is fine. At most 20,000. */
  async addReceiver(receiver: SharingReceiver, limits?: CallLimits): Promise<void> {
    const { name, ...rest } = receiver;
    const path = `${ROOT}/receivers/add`;
    const body = { appid: this.#appid, ...rest };
    if (name === undefined) return this.#channel.json({ method: 'POST', path, body }, limits);
    const { seal, platformSerial } = await this.#channel.sealer();
    await this.#channel.json({ method: 'POST', path, body: { ...body, name: seal(name) }, platformSerial }, limits);
  }
  async deleteReceiver(receiver: { type: ReceiverType; account: string }, limits?: CallLimits): Promise<void> {
    const body = { appid: this.#appid, ...receiver };
    await this.#channel.json({ method: 'POST', path: `${ROOT}/receivers/delete`, body }, limits);
  }

  /** Asks for a share; the answer means accepted, its outcome comes by query. */
  async share(ask: SharingBody, limits?: CallLimits): Promise<SharingOrder> {
    const path = `${ROOT}/orders`;
    const body = { appid: this.#appid, ...ask };
    if (ask.receivers.every(({ name }) => name === undefined))
      return this.#channel.json({ method: 'POST', path, body }, limits);
    const { seal, platformSerial } = await this.#channel.sealer();
    const receivers = ask.receivers.map((part) =>
      part.name === undefined ? part : { ...part, name: seal(part.name) },
    );
    return this.#channel.json({ method: 'POST', path, body: { ...body, receivers }, platformSerial }, limits);
  }
  query(ask: { out_order_no: string; transaction_id: string }, limits?: CallLimits): Promise<SharingOrder> {
    const query = new URLSearchParams({ transaction_id: ask.transaction_id });
    const path = `${ROOT}/orders/${encodeURIComponent(ask.out_order_no)}?${query}`;
    return this.#channel.json({ method: 'GET', path }, limits);
  }

  /** Gives what is left of an order to the merchant; under an out_order_no of its own. */
  unfreeze(
    ask: { transaction_id: string; out_order_no: string; description: string },
    limits?: CallLimits,
  ): Promise<SharingOrder> {
    return this.#channel.json({ method: 'POST', path: `${ROOT}/orders/unfreeze`, body: ask }, limits);
  }
  /** What of an order can still be shared, after WeChat's fee. */
  unsplitAmount(
    transactionId: string,
    limits?: CallLimits,
  ): Promise<{ transaction_id: string; unsplit_amount: number }> {
    const path = `${ROOT}/transactions/${encodeURIComponent(transactionId)}/amounts`;
    return this.#channel.json({ method: 'GET', path }, limits);
  }

  /** Takes back what a merchant got, within 180 days. PROCESSING: ask again with the same number. */
  returnShare(body: SharingReturnBody, limits?: CallLimits): Promise<SharingReturn> {
    return this.#channel.json({ method: 'POST', path: `${ROOT}/return-orders`, body }, limits);
  }
  queryReturn(ask: { out_return_no: string; out_order_no: string }, limits?: CallLimits): Promise<SharingReturn> {
    const query = new URLSearchParams({ out_order_no: ask.out_order_no });
    const path = `${ROOT}/return-orders/${encodeURIComponent(ask.out_return_no)}?${query}`;
    return this.#channel.json({ method: 'GET', path }, limits);
  }
}

import { WechatSignatureError } from '../errors.ts';
import { type CallLimits, Patience } from '../transport.ts';
import { type FundFlowBill, fundFlowRows, openBill, parseBill, type TradeBill, tradeRows } from './bill.ts';
import { type ChannelOptions, SignedChannel, type SignedRequest, signedHeaders } from './channel.ts';
import { CombinedPayments } from './combine.ts';
import { ProfitSharing } from './profit-sharing.ts';
import { decryptResource, type EncryptedResource, paySignApp, paySignJsapi } from './signing.ts';
import { Transfers } from './transfer.ts';
import type {
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
  TradeBillType,
  Transaction,
} from './types.ts';
import type { PlatformCertificate } from './verifier.ts';

export interface PayClientOptions extends ChannelOptions {
  appid: string;
}
type IncomingHeaders = Record<string, string | string[] | undefined>;

/** WeChat waits five seconds for the answer to a call-back. */
const CALL_BACK_MS = 4_000;
const PREPAY = '/v3/pay/transactions';
const REFUNDS = '/v3/refund/domestic/refunds';

/**
 * WeChat Pay v3 of one merchant. Every 2xx answer is verified before it is believed. 5xx, 429, 202 and time-outs are repeated with
 * identical parameters, at most three times in all unless a call's `limits` say otherwise. Throws WechatPayError, WechatSignatureError or WechatTimeoutError.
 */
export class PayClient {
  readonly #o: PayClientOptions;
  readonly #channel: SignedChannel;
  readonly combined: CombinedPayments;
  readonly sharing: ProfitSharing;
  readonly transfers: Transfers;

  constructor(options: PayClientOptions) {
    this.#o = options;
    this.#channel = new SignedChannel(options);
    this.combined = new CombinedPayments(this.#channel, options.appid);
    this.sharing = new ProfitSharing(this.#channel, options.appid);
    this.transfers = new Transfers(this.#channel, options.appid);
  }

  prepayJsapi(body: JsapiPrepayBody, limits?: CallLimits): Promise<{ prepay_id: string }> {
    return this.#prepay('jsapi', body, limits);
  }
  /** For a mobile app, which has an `appid` of its own. */
  prepayApp(body: PrepayBody & { appid: string }, limits?: CallLimits): Promise<{ prepay_id: string }> {
    return this.#prepay('app', body, limits);
  }
  prepayH5(body: H5PrepayBody, limits?: CallLimits): Promise<{ h5_url: string }> {
    return this.#prepay('h5', body, limits);
  }
  /** The code lives two hours; the next one for the same number ends it. */
  prepayNative(body: PrepayBody, limits?: CallLimits): Promise<{ code_url: string }> {
    return this.#prepay('native', body, limits);
  }

  /** An order as WeChat knows it; the only truth about money. An unknown number throws with status 404. */
  queryByOutTradeNo(outTradeNo: string, limits?: CallLimits): Promise<Transaction> {
    return this.#get(`${byNumber(outTradeNo)}?mchid=${this.#o.mchid}`, limits);
  }
  queryByTransactionId(id: string, limits?: CallLimits): Promise<Transaction> {
    return this.#get(`${PREPAY}/id/${encodeURIComponent(id)}?mchid=${this.#o.mchid}`, limits);
  }

  /** Closes an unpaid number; closing again is fine, a paid one throws. One that was never placed cannot be used from then on. */
  closeByOutTradeNo(outTradeNo: string, limits?: CallLimits): Promise<void> {
    const body = { mchid: this.#o.mchid };
    return this.request({ method: 'POST', path: `${byNumber(outTradeNo)}/close`, body }, limits);
  }

  /** Asks for a refund: an answer means accepted, the outcome comes by call-back or query. */
  refund(body: RefundBody, limits?: CallLimits): Promise<Refund> {
    return this.request({ method: 'POST', path: REFUNDS, body }, limits);
  }
  queryRefund(outRefundNo: string, limits?: CallLimits): Promise<Refund> {
    return this.#get(`${REFUNDS}/${encodeURIComponent(outRefundNo)}`, limits);
  }

  /**
   * A way on for a refund that is ABNORMAL: it is PROCESSING again, under the same numbers. Card and name are given in the clear and
   * encrypted here.
   */
  async applyAbnormalRefund(refundId: string, body: AbnormalRefundBody, limits?: CallLimits): Promise<Refund> {
    const path = `${REFUNDS}/${encodeURIComponent(refundId)}/apply-abnormal-refund`;
    if (body.type === 'MERCHANT_BANK_CARD') return this.request({ method: 'POST', path, body }, limits);
    const { seal, platformSerial } = await this.#channel.sealer();
    const sealed = { bank_account: seal(body.bank_account), real_name: seal(body.real_name) };
    return this.request({ method: 'POST', path, body: { ...body, ...sealed }, platformSerial }, limits);
  }

  /** The trade bill of a day (YYYY-MM-DD), there from ten the next morning; a day without trade throws NO_STATEMENT_EXIST. */
  async tradeBill(ask: { billDate: string; billType?: TradeBillType }): Promise<TradeBill> {
    const query = new URLSearchParams({ bill_date: ask.billDate, bill_type: ask.billType ?? 'ALL', tar_type: 'GZIP' });
    return tradeRows(parseBill(await this.#bill(`/v3/bill/tradebill?${query}`)));
  }
  /** The fund-flow bill of a day and account; otherwise as the trade bill. */
  async fundFlowBill(ask: { billDate: string; accountType?: FundAccount }): Promise<FundFlowBill> {
    const account = ask.accountType ?? 'BASIC';
    const query = new URLSearchParams({ bill_date: ask.billDate, account_type: account, tar_type: 'GZIP' });
    return fundFlowRows(parseBill(await this.#bill(`/v3/bill/fundflowbill?${query}`)));
  }

  /** Platform certificates, which the client keeps too; newer merchants, who have the public key only, get none. */
  certificates(): Promise<PlatformCertificate[]> {
    return this.#channel.certificates();
  }

  /**
   * Tries the keys in two calls that change nothing: for the certificates, which are opened with the APIv3 key, and for an order that
   * does not exist. Throws as any call does, WechatDecryptionError when the APIv3 key is another one. Whether the merchant has
   * certificates: without them the APIv3 key could not be tried, and only public-key mode works.
   */
  async tryKeys(limits?: CallLimits): Promise<{ hasCertificates: boolean }> {
    const certificates = await this.certificates();
    if (certificates.length === 0 && this.#o.verifier.mode === 'certificate') return { hasCertificates: false };
    const path = `${byNumber(`TRIAL${this.#channel.random(20)}`)}?mchid=${this.#o.mchid}`;
    const refusal = await this.#channel.refusal({ method: 'GET', path }, limits);
    if (refusal.status !== 404) throw refusal;
    return { hasCertificates: certificates.length > 0 };
  }

  /** A sensitive field for WeChat; the request that carries it names the key as `platformSerial`. */
  async encryptSensitive(text: string): Promise<{ ciphertext: string; platformSerial: string }> {
    const { seal, platformSerial } = await this.#channel.sealer();
    return { ciphertext: seal(text), platformSerial };
  }

  /** Any other interface of v3, signed, verified and repeated in the same way. */
  request<T>(request: SignedRequest, limits?: CallLimits): Promise<T> {
    return this.#channel.json(request, limits);
  }

  /** What wx.requestPayment takes for a prepay_id; `appId` as in its prepay. */
  jsapiPayParams(prepayId: string, appId = this.#o.appid): JsapiPayParams {
    const { timeStamp, nonceStr } = this.#once();
    const paySign = paySignJsapi({ appId, timeStamp, nonceStr, prepayId, privateKey: this.#channel.privateKey });
    return { appId, timeStamp, nonceStr, package: `prepay_id=${prepayId}`, signType: 'RSA', paySign };
  }
  /** What a mobile app's SDK takes for a prepay_id; `appid` as in its prepay. */
  appPayParams(prepayId: string, appid: string): AppPayParams {
    const { timeStamp: timestamp, nonceStr: noncestr } = this.#once();
    const of = { appId: appid, timeStamp: timestamp, nonceStr: noncestr, prepayId };
    const sign = paySignApp({ ...of, privateKey: this.#channel.privateKey });
    const { mchid: partnerid } = this.#o;
    return { appid, partnerid, prepayid: prepayId, package: 'Sign=WXPay', noncestr, timestamp, sign };
  }

  /** A time in seconds and a nonce, for one signature. */
  #once(): { timeStamp: string; nonceStr: string } {
    return { timeStamp: String(Math.floor(this.#channel.clock() / 1000)), nonceStr: this.#channel.random(32) };
  }

  /**
   * Verifies a call-back over its raw body, then decrypts it. Throws WechatSignatureError for forgeries, late ones, probes, and while
   * the certificate of a serial cannot be had: to be answered with 401, after which WeChat comes again. However many come with
   * invented serials, they cause one download of certificates a minute in certificate mode and none in public-key mode. Repeats are
   * the caller's to notice, by `id`; so is that mchid, appid and amount are the order's. R is what this address is told.
   */
  async parseNotification<R = Transaction | RefundNotice>(
    headers: IncomingHeaders,
    rawBody: string,
    limits?: CallLimits,
  ): Promise<Notification<R>> {
    const signed = signedHeaders((name) => [headers[name] ?? headers[name.toLowerCase()] ?? ''].flat()[0]);
    await this.#channel.check('call-back', signed, rawBody, new Patience({ withinMs: CALL_BACK_MS, ...limits }));
    try {
      const envelope = JSON.parse(rawBody) as { id: string; event_type: string; resource: EncryptedResource };
      const resource = JSON.parse(decryptResource(envelope.resource, this.#o.apiV3Key));
      return { id: envelope.id, eventType: envelope.event_type, resource };
    } catch (error) {
      throw new WechatSignatureError('the resource cannot be read', { cause: error });
    }
  }

  #prepay<T>(kind: 'jsapi' | 'app' | 'h5' | 'native', body: PrepayBody, limits?: CallLimits): Promise<T> {
    const { appid, mchid } = this.#o;
    return this.request({ method: 'POST', path: `${PREPAY}/${kind}`, body: { appid, mchid, ...body } }, limits);
  }

  #get<T>(path: string, limits?: CallLimits): Promise<T> {
    return this.request({ method: 'GET', path }, limits);
  }

  /** The text of a bill. Only the path of its address counts: the host is the one of the settings. */
  async #bill(path: string): Promise<string> {
    const { hash_value, download_url } = await this.#get<{ hash_value: string; download_url: string }>(path);
    const { pathname, search } = new URL(download_url);
    return openBill(await this.#channel.file(pathname + search), hash_value);
  }
}

const byNumber = (outTradeNo: string) => `${PREPAY}/out-trade-no/${encodeURIComponent(outTradeNo)}`;

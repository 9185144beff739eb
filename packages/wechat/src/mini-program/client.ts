import { ApiChannel, type ApiOptions, isBusy } from '../api-channel.ts';
import { WechatApiError, WechatError } from '../errors.ts';
import { checkTemplateData } from '../template-data.ts';
import type {
  CodeRequest,
  CombinedShippingInfo,
  ManagedOrder,
  MediaCheck,
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
} from './types.ts';

export type MiniProgramOptions = ApiOptions;

const SHIPPING_UNCHANGED = 10060023;

/** A mini program's server interfaces. Throws as `ApiChannel` does. */
export class MiniProgramClient {
  readonly #o: MiniProgramOptions;
  readonly #channel: ApiChannel;

  constructor(options: MiniProgramOptions) {
    this.#o = options;
    this.#channel = new ApiChannel(options);
  }

  /** Exchanges a wx.login code (5 minutes, once). */
  codeToSession(code: string): Promise<Session> {
    const { appid, appSecret: secret } = this.#o;
    const query = { appid, secret, js_code: code, grant_type: 'authorization_code' };
    return this.#channel.json('/sns/jscode2session', { query });
  }

  /** The number behind a getPhoneNumber code (5 minutes, once); with an openid WeChat takes that person's code only. */
  async phoneNumber(code: string, openid?: string): Promise<PhoneInfo> {
    const body = openid === undefined ? { code } : { code, openid };
    const answer = await this.#channel.authorized<{ phone_info: PhoneInfo }>('/wxa/business/getuserphonenumber', {
      body,
    });
    return answer.phone_info;
  }

  /** A mini-program code as picture bytes (JPEG). Throws WechatError when WeChat could not take the scene. */
  async unlimitedCode(ask: CodeRequest): Promise<Buffer> {
    if (!/^[0-9A-Za-z_\-=.]{1,32}$/.test(ask.scene)) throw new WechatError('scene must be 1–32 of [0-9A-Za-z_-=.]');
    return this.#channel.picture('/wxa/getwxacodeunlimit', ask);
  }

  /**
   * Sends one subscribe message, after checking its values, because WeChat refuses without saying which. Not repeated after a
   * time-out: one acceptance is one message, and it may have gone.
   */
  async sendSubscribeMessage(message: SubscribeMessage): Promise<void> {
    checkTemplateData(message.data);
    const body = { lang: 'zh_CN', miniprogram_state: 'formal', ...message };
    await this.#channel.authorized('/cgi-bin/message/subscribe/send', { body }, isBusy);
  }

  /** The templates that the merchant chose for subscribe messages (订阅消息 → 我的模板). */
  async subscribeTemplates(): Promise<SubscribeTemplate[]> {
    return (
      (await this.#channel.authorized<{ data?: SubscribeTemplate[] }>('/wxaapi/newtmpl/gettemplate', {})).data ?? []
    );
  }

  /** Tells WeChat about a dispatch; until then the merchant's money stays frozen. What it knows already is no error. */
  async uploadShippingInfo(info: ShippingInfo): Promise<void> {
    await this.#unlessUnchanged('/wxa/sec/order/upload_shipping_info', info);
  }

  /** How WeChat sees a payment's parcels and money; the only truth about receipt. */
  async order(of: OrderName): Promise<ManagedOrder> {
    const answer = await this.#channel.authorized<{ order: ManagedOrder }>('/wxa/sec/order/get_order', { body: of });
    return answer.order;
  }

  /** Payments of the shipping service, a page at a time; `last_index` of one page leads to the next while `has_more`. */
  orders(ask: OrderListAsk): Promise<OrderPage> {
    return this.#channel.authorized('/wxa/sec/order/get_order_list', { body: ask });
  }

  /** Asks the shopper to confirm the receipt: once, for express parcels, `received_time` in seconds and after the dispatch. */
  async remindReceipt(of: OrderName & { received_time: number }): Promise<void> {
    await this.#channel.authorized('/wxa/sec/order/notify_confirm_receive', { body: of });
  }

  /** The page to which WeChat's messages about parcels lead; it adds transaction_id, merchant_id and merchant_trade_no. */
  async setMessageJumpPath(path: string): Promise<void> {
    await this.#channel.authorized('/wxa/sec/order/set_msg_jump_path', { body: { path } });
  }

  /** Presale (1, with `delay_to` in seconds, 15 to 330 days after the payment) or test order (2). */
  async reportSpecialOrder(order: { order_id: string; type: 1 | 2; delay_to?: number }): Promise<void> {
    await this.#channel.authorized('/wxa/sec/order/opspecialorder', { body: order });
  }

  /** Whether payments of this mini program wait for shipping information, and whether all merchants have agreed to that. */
  async tradeManagement(): Promise<{ managed: boolean; confirmed: boolean }> {
    const body = { appid: this.#o.appid };
    const [{ is_trade_managed: managed }, { completed: confirmed }] = await Promise.all([
      this.#channel.authorized<{ is_trade_managed: boolean }>('/wxa/sec/order/is_trade_managed', { body }),
      this.#channel.authorized<{ completed: boolean }>('/wxa/sec/order/is_trade_management_confirmation_completed', {
        body,
      }),
    ]);
    return { managed, confirmed };
  }

  /** As `uploadShippingInfo`, for the sub-orders of a combined payment. */
  async uploadCombinedShippingInfo(info: CombinedShippingInfo): Promise<void> {
    await this.#unlessUnchanged('/wxa/sec/order/upload_combined_shipping_info', info);
  }

  /** Content security of a text (version 2). */
  async checkText(ask: TextCheck): Promise<TextVerdict> {
    const body = { version: 2, ...ask };
    const answer = await this.#channel.authorized<{ result: TextVerdict }>('/wxa/msg_sec_check', { body });
    return answer.result;
  }

  /** Has a picture or sound checked (version 2); returns the trace_id under which the message push tells the `MediaVerdict`. */
  async checkMedia(ask: MediaCheck): Promise<string> {
    const body = { version: 2, ...ask };
    const answer = await this.#channel.authorized<{ trace_id: string }>('/wxa/media_check_async', { body });
    return answer.trace_id;
  }

  /** The access token: shared, and fetched by one process at a time. */
  accessToken(): Promise<string> {
    return this.#channel.token.get();
  }

  async #unlessUnchanged(path: string, body: object): Promise<void> {
    try {
      await this.#channel.authorized(path, { body });
    } catch (error) {
      if (!(error instanceof WechatApiError) || error.errcode !== SHIPPING_UNCHANGED) throw error;
    }
  }
}

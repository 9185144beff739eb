import type { CallLimits } from '../transport.ts';
import type { SignedChannel } from './channel.ts';

/** 1000 现金营销 · 1005 佣金报酬 · 1011 企业赔付 are the usual ones; each needs its own set of `transfer_scene_report_infos`. */
export type TransferScene = '1000' | '1002' | '1004' | '1005' | '1009' | '1010' | '1011' | '1013';
export interface TransferBody {
  /** Another of the merchant's apps than the client's own. */
  appid?: string;
  /** 1–32 letters and digits. After an unclear answer it stays the same: a new one would pay twice. */
  out_bill_no: string;
  transfer_scene_id: TransferScene;
  openid: string;
  /** In the clear, encrypted here; WeChat checks it. Required from ¥2000. */
  user_name?: string;
  /** At least 10 fen. */
  transfer_amount: number;
  /** 1–32 characters, shown to the receiver. */
  transfer_remark: string;
  notify_url?: string;
  /** One of the words of the scene, e.g. 劳务报酬. */
  user_recv_perception?: string;
  /** Exactly those of the scene: 1000 活动名称, 奖励说明 · 1005 岗位类型, 报酬说明 · 1011 赔付原因. Type ≤ 15, content ≤ 32 characters. */
  transfer_scene_report_infos: { info_type: string; info_content: string }[];
  user_recv_style?: { type: 'CONFIRM_PAGE' | 'RED_PACKET' };
}
/**
 * ACCEPTED, PROCESSING: WeChat is at work (stays so when the balance is short) · WAIT_USER_CONFIRM: until the receiver confirms, 24 hours
 * at most · TRANSFERING: confirmed, the money is on its way · SUCCESS, FAIL, CANCELLED are final.
 */
export type TransferState =
  | 'ACCEPTED'
  | 'PROCESSING'
  | 'WAIT_USER_CONFIRM'
  | 'TRANSFERING'
  | 'SUCCESS'
  | 'FAIL'
  | 'CANCELING'
  | 'CANCELLED';
export interface TransferAccepted {
  out_bill_no: string;
  transfer_bill_no: string;
  create_time: string;
  state: TransferState;
  fail_reason?: string;
  /** For `requestParams`, while the receiver has to confirm. */
  package_info?: string;
}
export interface Transfer {
  mch_id: string;
  appid: string;
  out_bill_no: string;
  transfer_bill_no: string;
  state: TransferState;
  transfer_amount: number;
  transfer_remark: string;
  /** E.g. OVERDUE_CLOSE: not confirmed in time · MCH_CANCEL. */
  fail_reason?: string;
  openid?: string;
  create_time: string;
  update_time: string;
}
/** MCHTRANSFER.BILL.FINISHED. Here it is `mchid`. */
export interface TransferNotice {
  mchid: string;
  out_bill_no: string;
  transfer_bill_no: string;
  state: 'SUCCESS' | 'FAIL' | 'CANCELLED';
  transfer_amount: number;
  fail_reason?: string;
  openid: string;
  create_time: string;
  update_time: string;
}

const ROOT = '/v3/fund-app/mch-transfer/transfer-bills';

/** Money from the merchant to a WeChat user, who confirms that they take it (商家转账). Throws as PayClient. */
export class Transfers {
  readonly #channel: SignedChannel;
  readonly #appid: string;
  constructor(channel: SignedChannel, appid: string) {
    this.#channel = channel;
    this.#appid = appid;
  }

  /** The same out_bill_no with the same body is the same transfer. Whatever is thrown, query before a new number is used. */
  async create(ask: TransferBody, limits?: CallLimits): Promise<TransferAccepted> {
    const { user_name, ...rest } = ask;
    const body = { appid: this.#appid, ...rest };
    if (user_name === undefined) return this.#channel.json({ method: 'POST', path: ROOT, body }, limits);
    const { seal, platformSerial } = await this.#channel.sealer();
    const sealed = { ...body, user_name: seal(user_name) };
    return this.#channel.json({ method: 'POST', path: ROOT, body: sealed, platformSerial }, limits);
  }

  /** An unknown number throws NOT_FOUND (404). */
  query(outBillNo: string, limits?: CallLimits): Promise<Transfer> {
    return this.#channel.json({ method: 'GET', path: `${ROOT}/out-bill-no/${encodeURIComponent(outBillNo)}` }, limits);
  }
  queryByBillNo(transferBillNo: string, limits?: CallLimits): Promise<Transfer> {
    const path = `${ROOT}/transfer-bill-no/${encodeURIComponent(transferBillNo)}`;
    return this.#channel.json({ method: 'GET', path }, limits);
  }

  /** Takes a transfer back that nobody has confirmed; CANCELING means that the query will say how it ended. */
  cancel(
    outBillNo: string,
    limits?: CallLimits,
  ): Promise<{ out_bill_no: string; transfer_bill_no: string; state: 'CANCELING' | 'CANCELLED'; update_time: string }> {
    const path = `${ROOT}/out-bill-no/${encodeURIComponent(outBillNo)}/cancel`;
    return this.#channel.json({ method: 'POST', path }, limits);
  }

  /** What wx.requestMerchantTransfer takes. */
  requestParams(packageInfo: string, appId = this.#appid): { mchId: string; appId: string; package: string } {
    return { mchId: this.#channel.mchid, appId, package: packageInfo };
  }
}

import type { Fields } from '../fields.ts';
import { notifyUrl, text } from '../shapes.ts';

/** What a scene has to be told, and how the receiver may see it; the first is what is shown unless another is asked for. */
interface Scene {
  infos: readonly string[];
  perceptions: readonly string[];
}
/** The scenes whose rules are public. Source: WeChat Pay, 按转账场景发起转账 (2025-07). */
const SCENES: Record<string, Scene> = {
  '1000': { infos: ['活动名称', '奖励说明'], perceptions: ['活动奖励', '现金奖励'] },
  '1005': { infos: ['岗位类型', '报酬说明'], perceptions: ['劳务报酬'] },
  '1011': { infos: ['赔付原因'], perceptions: ['退款', '商家赔付'] },
};
export const sceneOf = (id: string): Scene | undefined => SCENES[id];

export interface TransferBody {
  appid: string;
  out_bill_no: string;
  transfer_scene_id: string;
  openid: string;
  user_name?: string;
  transfer_amount: number;
  transfer_remark: string;
  notify_url?: string;
  user_recv_perception?: string;
  transfer_scene_report_infos: { info_type: string; info_content: string }[];
  user_recv_style?: { type: string };
}
export const transferFields: Fields = {
  appid: text('商户AppID', 32, { required: true }),
  out_bill_no: text('商户单号', 32, { required: true, pattern: /^[0-9a-zA-Z]+$/ }),
  transfer_scene_id: text('转账场景ID', 36, { required: true }),
  openid: text('收款用户OpenID', 64, { required: true }),
  user_name: text('收款用户姓名', 1024),
  transfer_amount: { type: 'integer', label: '转账金额', min: 1, required: true },
  transfer_remark: text('转账备注', 32, { required: true }),
  notify_url: notifyUrl('通知地址', 256),
  user_recv_perception: text('用户收款感知', 32),
  transfer_scene_report_infos: {
    type: 'array',
    label: '转账场景报备信息',
    required: true,
    max: 10,
    item: {
      type: 'object',
      label: '报备信息明细',
      fields: {
        info_type: text('信息类型', 15, { required: true }),
        info_content: text('信息内容', 32, { required: true }),
      },
    },
  },
  user_recv_style: {
    type: 'object',
    label: '用户收款样式',
    fields: { type: text('用户收款样式类型', 32, { required: true, oneOf: ['CONFIRM_PAGE', 'RED_PACKET'] }) },
  },
};

import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { WechatStatus } from './tenant.api.ts';

export const practiceRefusals = refusals({
  NO_SANDBOX: { status: 409, message: '这台服务器没有运行沙盒微信，请直接接入真实的微信商户' },
  WECHAT_IS_REAL: { status: 409, message: '店铺已接入真实的微信，不能换成沙盒' },
});

export const usePractice = operation({
  method: 'POST',
  url: '/admin/wechat/practice',
  operationId: 'usePractice',
  tag: 'tenant',
  summary: 'Connects the shop to the sandbox WeChat of this server, until it is connected to WeChat itself',
  audience: 'wechat:manage',
  confirmed: true,
  repeatable: true,
  reply: { status: 200, schema: WechatStatus },
});

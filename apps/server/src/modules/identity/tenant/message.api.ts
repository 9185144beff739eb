import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';

export const messageRefusals = refusals({
  MESSAGE_FORGED: { status: 401, message: '签名验证失败' },
});
const params = Type.Object({ tenantCode: Type.String({ pattern: '^[a-z0-9-]{2,40}$' }) });

export const checkMessageUrl = operation({
  method: 'GET',
  url: '/wechat/message/:tenantCode',
  operationId: 'checkMessageUrl',
  tag: 'tenant',
  summary: 'WeChat’s check of the message push’s address: answered with its echostr',
  audience: 'platform',
  params,
  reply: { status: 200, schema: Type.String() },
});
export const pushMessage = operation({
  method: 'POST',
  url: '/wechat/message/:tenantCode',
  operationId: 'pushMessage',
  tag: 'tenant',
  summary:
    'Message push of the mini program: events of the shipping service and reminders; JSON or XML, encrypted or plain',
  audience: 'platform',
  params,
  repeatable: true,
  reply: { status: 200, schema: Type.String() },
});

import { type Static, Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Choice, Nullable, named, Text } from '../../../kernel/schema.ts';

export const smsRefusals = refusals({
  SMS_NOT_CONNECTED: { status: 409, message: '店铺还没有开通短信，暂时不能用手机号登录，请在微信中打开' },
  SMS_WRONG: { status: 400, message: '短信账号信息有误，请检查后重试' },
  SMS_NOT_SENT: { status: 409, message: '短信服务没有接受这条短信' },
});

const Provider = Choice(['aliyun', 'tencent'], 'Alibaba Cloud, Tencent Cloud');
export const SmsStatus = Type.Object({
  provider: Nullable(Provider),
  sandbox: Type.Boolean({ description: 'The texts stay on this machine' }),
  baseUrl: Type.String(),
  keyId: Type.String(),
  sign: Type.String(),
  template: Type.String(),
  appId: Type.String(),
});
export type SmsStatus = Static<typeof SmsStatus>;
const Pasted = (maxLength: number, description?: string) =>
  Type.String({ maxLength, ...(description ? { description } : {}) });
export const SmsInput = Type.Object(
  {
    provider: Provider,
    keyId: Pasted(200, 'AccessKey ID or SecretId'),
    keySecret: Type.Optional(Pasted(200, 'Left out: stays as it is, under the same keyId')),
    sign: Pasted(40, 'The approved signature, without brackets'),
    template: Pasted(40, 'The approved template: variable code at Alibaba Cloud, {1} at Tencent Cloud'),
    appId: Type.Optional(Pasted(40, 'SdkAppId, at Tencent Cloud')),
    baseUrl: Type.Optional(Pasted(200, 'The provider’s own address unless said')),
  },
  { additionalProperties: false },
);
export type SmsInput = Static<typeof SmsInput>;
/** As it is kept, sealed. */
export type SmsAccount = Required<
  Pick<SmsInput, 'provider' | 'keyId' | 'keySecret' | 'sign' | 'template' | 'baseUrl'>
> & {
  appId?: string | undefined;
};

export const getSms = operation({
  method: 'GET',
  url: '/admin/sms',
  operationId: 'getSms',
  tag: 'tenant',
  summary: 'The account with which text messages are sent, without its secret',
  audience: 'settings:read',
  reply: { status: 200, schema: SmsStatus },
});
export const putSms = operation({
  method: 'PUT',
  url: '/admin/sms',
  operationId: 'putSms',
  tag: 'tenant',
  summary: 'Sets the account with which text messages are sent; its secret is sealed and never shown again',
  audience: 'wechat:manage',
  confirmed: true,
  body: SmsInput,
  repeatable: true,
  reply: { status: 200, schema: SmsStatus },
});
export const dropSms = operation({
  method: 'DELETE',
  url: '/admin/sms',
  operationId: 'dropSms',
  tag: 'tenant',
  summary: 'No more text messages: shoppers cannot sign in by phone number any more',
  audience: 'wechat:manage',
  confirmed: true,
  repeatable: true,
  reply: { status: 204, schema: null },
});
export const trySms = operation({
  method: 'POST',
  url: '/admin/sms/trial',
  operationId: 'trySms',
  tag: 'tenant',
  summary: 'Sends a text with a made-up code to a number of the merchant’s own',
  audience: 'wechat:manage',
  limit: { per: 'caller', burst: 3, perMinute: 1 },
  repeatable: true,
  body: Type.Object({ phone: Text(40) }, { additionalProperties: false }),
  reply: { status: 204, schema: null },
});

named({ SmsStatus, SmsInput });

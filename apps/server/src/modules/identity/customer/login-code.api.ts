import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Nullable, Text, Time } from '../../../kernel/schema.ts';
import { CustomerView, Session } from './customer.api.ts';

export const loginCodeRefusals = refusals({
  PHONE_MAINLAND: { status: 400, message: '请填写大陆 11 位手机号' },
  PHONE_UNREACHABLE: { status: 400, message: '这个手机号收不到短信，请换一个手机号' },
  CODE_TOO_OFTEN: { status: 429, message: '获取验证码太频繁，请稍后再试' },
  CODE_NOT_SENT: { status: 502, message: '短信暂时发不出去，请稍后再试，或在微信中打开' },
  CODE_WRONG: { status: 400, message: '验证码不正确或已过期，请核对后重试' },
  PHONE_OWNER_UNSURE: {
    status: 409,
    message: '这个手机号很久没有验证过，请填写以前收货人的姓名；如果那不是您，可以重新开始',
  },
  RECEIVER_WRONG: { status: 400, message: '收货人姓名与以前的不一致，请核对后重试' },
  CODE_USED_UP: { status: 400, message: '验证码输错次数过多，请重新获取' },
});

const Phone = Type.String({ ...Text(40), description: 'A mainland number, in any dress' });
const Digits = Type.String({ pattern: '^\\d{6}$', maxLength: 6 });

/** Answers to PHONE_OWNER_UNSURE; one of them. */
const OwnerAsked = {
  receiver: Type.Optional(
    Type.String({ ...Text(40), description: 'Name of somebody to whom this shopper had parcels sent' }),
  ),
  anew: Type.Optional(
    Type.Boolean({
      description: 'Who was known by the number is somebody else: the number begins anew, without what they had',
    }),
  ),
};

export const sendLoginCode = operation({
  method: 'POST',
  url: '/shop/login-codes',
  operationId: 'sendLoginCode',
  tag: 'customer',
  summary: 'Sends a code to a phone number; the answer is the same whether somebody is known by it or not',
  audience: 'anyone',
  limit: { per: 'address', burst: 20, perMinute: 6 },
  repeatable: true,
  body: Type.Object({ phone: Phone }, { additionalProperties: false }),
  reply: {
    status: 202,
    schema: Type.Object({
      expiresAt: Time,
      againAt: Type.String({ ...Time, description: 'From when on another code can be asked for' }),
      inbox: Nullable(Type.String({ description: 'Where the text lies when the shop is connected to a sandbox' })),
    }),
  },
});
export const loginByPhone = operation({
  method: 'POST',
  url: '/shop/session/phone',
  operationId: 'loginByPhone',
  tag: 'customer',
  summary: 'Signs a shopper in with a phone number and the code that was sent to it',
  audience: 'anyone',
  limit: { per: 'address', burst: 60, perMinute: 20, refusedOnly: true },
  repeatable: true,
  body: Type.Object({ phone: Phone, code: Digits, ...OwnerAsked }, { additionalProperties: false }),
  reply: { status: 200, schema: Session },
});
export const bindPhoneByCode = operation({
  method: 'POST',
  url: '/shop/me/phone-code',
  operationId: 'bindPhoneByCode',
  tag: 'customer',
  summary:
    'Binds a phone number with the code that was sent to it; who is known by it already becomes one with the shopper',
  audience: 'shopper',
  limit: { per: 'caller', burst: 20, perMinute: 10 },
  repeatable: true,
  body: Type.Object({ phone: Phone, code: Digits, ...OwnerAsked }, { additionalProperties: false }),
  reply: { status: 200, schema: CustomerView },
});

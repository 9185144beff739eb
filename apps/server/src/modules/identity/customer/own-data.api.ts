import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Time } from '../../../kernel/schema.ts';

export const ownDataRefusals = refusals({
  LEAVING_UNFINISHED: { status: 409, message: '还有没有办完的事，请办完后再注销账号' },
});

export const getOwnData = operation({
  method: 'GET',
  url: '/shop/me/data',
  operationId: 'getOwnData',
  tag: 'customer',
  summary: 'A copy of everything that the shop has of the shopper (个人信息保护法 §45), by the operations that show it',
  audience: 'shopper',
  limit: { per: 'caller', burst: 3, perMinute: 1 },
  reply: {
    status: 200,
    schema: Type.Object({
      madeAt: Time,
      parts: Type.Array(
        Type.Object({
          operation: Type.String(),
          about: Type.String(),
          answer: Type.Unknown({ description: 'As the operation answers; of a list all pages in one' }),
        }),
      ),
    }),
  },
});
export const deleteMe = operation({
  method: 'DELETE',
  url: '/shop/me',
  operationId: 'deleteMe',
  tag: 'customer',
  summary:
    'Closes the shopper’s account for good (个人信息保护法 §47): name, phone, WeChat identities, addresses, cart and sessions go; orders stay, of nobody',
  audience: 'shopper',
  repeatable: true,
  reply: { status: 204, schema: null },
});

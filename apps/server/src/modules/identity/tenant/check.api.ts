import { type Static, Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { Choice, named } from '../../../kernel/schema.ts';

/** One thing that is tried, in the order in which a merchant sets it up. */
const ConnectionCheck = Type.Object({
  name: Choice(['mini-program', 'official-account', 'pay-keys', 'prepay', 'call-back']),
  state: Choice(['ok', 'wrong', 'silent', 'skipped'], 'silent: nobody answered; skipped: there is nothing to try yet'),
  message: Type.String({ description: 'What was found, and what to do' }),
});
export type ConnectionCheck = Static<typeof ConnectionCheck>;

export const checkWechat = operation({
  method: 'POST',
  url: '/admin/wechat/check',
  operationId: 'checkWechat',
  tag: 'tenant',
  summary:
    'Tries the stored connection at WeChat: tokens of both apps, the keys, an order of 1 fen that is closed again, and whether this server is reached at its call-back address',
  audience: 'wechat:manage',
  repeatable: true,
  limit: { per: 'caller', burst: 5, perMinute: 6 },
  reply: { status: 200, schema: Type.Object({ checks: Type.Array(ConnectionCheck) }) },
});

named({ ConnectionCheck });

import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Code, Text } from '../../../kernel/schema.ts';
import { NewPassword } from '../staff/index.ts';

export const setupRefusals = refusals({
  SETUP_LINK_WRONG: {
    status: 403,
    message: '这个链接已经用过或已失效。请在服务器上运行 npm run shop -- link 换一个，或重新启动集市',
  },
});

const Token = Type.String({ pattern: '^[\\w-]{43}$', description: 'What the link of the terminal ends with' });
/** A link has 256 random bits; the limit keeps guessing from being worth a try. */
const TRY_LIMIT = { per: 'address', burst: 20, perMinute: 20, refusedOnly: true } as const;

export const getSetup = operation({
  method: 'GET',
  url: '/admin/setup',
  operationId: 'getSetup',
  tag: 'setup',
  summary: 'Whether this server still waits for its first shop',
  audience: 'setup',
  reply: { status: 200, schema: Type.Object({ waiting: Type.Boolean() }) },
});
export const checkSetupLink = operation({
  method: 'POST',
  url: '/admin/setup/link',
  operationId: 'checkSetupLink',
  tag: 'setup',
  summary: 'Whether a one-time link of the terminal is good; it stays so',
  audience: 'setup',
  repeatable: true,
  limit: TRY_LIMIT,
  body: Type.Object({ token: Token }, { additionalProperties: false }),
  reply: { status: 204, schema: null },
});
export const openFirstShop = operation({
  method: 'POST',
  url: '/admin/setup/shop',
  operationId: 'openFirstShop',
  tag: 'setup',
  summary:
    'Opens the first shop with its owner, once for a link. When the answer was lost, signing in with the same password tells whether it was done',
  audience: 'setup',
  repeatable: true,
  limit: TRY_LIMIT,
  body: Type.Object(
    {
      token: Token,
      name: Text(40),
      themeColor: Type.String({ pattern: '^#[0-9a-fA-F]{6}$' }),
      ownerName: Text(20),
      login: Code(40),
      password: NewPassword,
    },
    { additionalProperties: false },
  ),
  reply: { status: 201, schema: Type.Object({ code: Type.String({ description: 'Of the shop' }) }) },
});

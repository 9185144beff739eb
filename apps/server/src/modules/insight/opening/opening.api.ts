import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { Choice, Nullable, named } from '../../../kernel/schema.ts';

/** In the order in which a merchant does them. */
export const TASKS = [
  ...(['look', 'goods', 'freight', 'licence', 'wechat', 'official', 'sms'] as const),
  ...(['domain', 'paid', 'second-factor', 'backup'] as const),
];
/** What the demo put into the shop and is still there. */
const DemoLeft = Type.Object({
  state: Choice(['there', 'clearing']),
  goods: Type.Integer(),
  categories: Type.Integer(),
  coupons: Type.Integer(),
  campaigns: Type.Integer(),
});
const Checklist = Type.Object({
  tasks: Type.Array(Type.Object({ name: Choice(TASKS), done: Type.Boolean() })),
  dismissed: Type.Boolean({ description: 'Somebody put the list away' }),
  demo: Nullable(DemoLeft),
});

export const getChecklist = operation({
  method: 'GET',
  url: '/admin/checklist',
  operationId: 'getChecklist',
  tag: 'opening',
  summary: 'What a new shop still lacks before it can sell, each seen from the shop itself',
  audience: 'settings:read',
  reply: { status: 200, schema: Checklist },
});
export const dismissChecklist = operation({
  method: 'POST',
  url: '/admin/checklist/dismissal',
  operationId: 'dismissChecklist',
  tag: 'opening',
  summary: 'Puts the list away for everybody of the shop',
  audience: 'settings:write',
  repeatable: true,
  reply: { status: 200, schema: Checklist },
});
export const clearDemo = operation({
  method: 'POST',
  url: '/admin/demo/clearing',
  operationId: 'clearDemo',
  tag: 'opening',
  summary:
    'Takes away what the demo put into the shop: goods (those in an order only go off the shelf), their pieces, empty categories, coupons, campaigns, banners and texts. Orders and the ledger stay',
  audience: 'settings:write',
  repeatable: true,
  reply: { status: 202, schema: Checklist },
});

named({ DemoLeft, Checklist });

import { type Static, Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Choice, Code, Nullable, named, Text, Time } from '../../../kernel/schema.ts';

export const noticeRefusals = refusals({
  NOTICE_UNKNOWN: { status: 404, message: '没有这种通知' },
  NOTICE_FIELD: { status: 400, message: '模板里有内容还没有对应好，请检查后重试' },
});

const MOMENTS = ['paid', 'unpaid', 'refund', 'coupon', 'presale'] as const;
export type Moment = (typeof MOMENTS)[number];
const FACT_KINDS = ['text', 'code', 'money', 'time', 'word'] as const;
/** text: words · code: numbers and letters · money: fen · time: an instant · word: at most five Chinese characters. */
export type FactKind = (typeof FACT_KINDS)[number];

const Kind = Type.String({ pattern: '^[a-z][a-z-]{1,39}$' });
const TemplateId = Code(64, 10);

export const getNotices = operation({
  method: 'GET',
  url: '/shop/notices',
  operationId: 'getNotices',
  tag: 'notice',
  summary: 'Subscribe messages that the shop sends, and when the mini program asks for them',
  audience: 'anyone',
  reply: {
    status: 200,
    schema: Type.Object({
      items: Type.Array(Type.Object({ kind: Kind, templateId: Type.String(), moments: Type.Array(Choice(MOMENTS)) })),
    }),
  },
});
export const acceptNotices = operation({
  method: 'POST',
  url: '/shop/notices/rights',
  operationId: 'acceptNotices',
  tag: 'notice',
  summary: 'The shopper accepted these templates in WeChat: one more message of each may be sent',
  audience: 'shopper',
  limit: { per: 'caller', burst: 30, perMinute: 10 },
  body: Type.Object(
    { templateIds: Type.Array(TemplateId, { minItems: 1, maxItems: 5, uniqueItems: true }) },
    { additionalProperties: false },
  ),
  reply: { status: 204, schema: null },
});

const Field = Type.Object(
  {
    key: Type.String({ pattern: '^[a-z_]{1,30}\\d{0,3}$', description: 'As in the template, e.g. thing2' }),
    label: Text(40, 0),
    fact: Type.Optional(Nullable(Type.String({ maxLength: 40 }))),
    text: Type.Optional(Type.String({ ...Text(20), description: 'Words of the merchant’s own' })),
  },
  { additionalProperties: false, description: 'A value of the template: one fact of the event, or a fixed text' },
);
export type Field = Static<typeof Field>;
const AdminNotice = Type.Object({
  kind: Kind,
  title: Type.String(),
  when: Type.String(),
  search: Type.String({ description: 'Words under which WeChat’s library has a fitting template' }),
  tip: Type.String(),
  facts: Type.Array(Type.Object({ name: Type.String(), label: Type.String(), kind: Choice(FACT_KINDS) })),
  template: Nullable(
    Type.Object({
      id: Type.String(),
      title: Type.String(),
      fields: Type.Array(Field),
      changedAt: Time,
      foreign: Type.Boolean({
        description: 'Of another mini program than the shop is connected with; nothing is sent',
      }),
    }),
  ),
  sent: Type.Integer({ description: 'In the last thirty days' }),
  notSent: Type.Integer({ description: 'In the last thirty days, for whatever reason' }),
  failure: Nullable(Type.String({ description: 'Why the last one that failed has failed' })),
});
export type AdminNotice = Static<typeof AdminNotice>;

export const listAdminNotices = operation({
  method: 'GET',
  url: '/admin/notices',
  operationId: 'listAdminNotices',
  tag: 'notice',
  summary: 'All events that shoppers can be told of, with their templates and what became of the messages',
  audience: 'settings:read',
  reply: { status: 200, schema: Type.Object({ items: Type.Array(AdminNotice) }) },
});
const NoticeTemplate = Type.Object({
  id: Type.String(),
  title: Type.String(),
  example: Type.String(),
  fields: Type.Array(
    Type.Object({
      key: Type.String(),
      label: Type.String(),
      shows: Type.Array(Choice(FACT_KINDS), { description: 'Kinds of facts that it can show' }),
      ownText: Type.Boolean({ description: 'It can hold words of the merchant’s own' }),
    }),
  ),
});
export type NoticeTemplate = Static<typeof NoticeTemplate>;
export const listNoticeTemplates = operation({
  method: 'GET',
  url: '/admin/notice-templates',
  operationId: 'listNoticeTemplates',
  tag: 'notice',
  summary: 'The templates of the mini program (订阅消息 → 我的模板), as WeChat has them now',
  audience: 'settings:read',
  reply: { status: 200, schema: Type.Object({ items: Type.Array(NoticeTemplate) }) },
});
export const putNotice = operation({
  method: 'PUT',
  url: '/admin/notices/:kind',
  operationId: 'putNotice',
  tag: 'notice',
  summary: 'Sends this template for an event from now on; every value needs a fact that fits its kind, or a text',
  audience: 'settings:write',
  params: Type.Object({ kind: Kind }),
  body: Type.Object(
    { templateId: TemplateId, title: Text(40), fields: Type.Array(Field, { minItems: 1, maxItems: 10 }) },
    { additionalProperties: false },
  ),
  repeatable: true,
  reply: { status: 200, schema: AdminNotice },
});
export const dropNotice = operation({
  method: 'DELETE',
  url: '/admin/notices/:kind',
  operationId: 'dropNotice',
  tag: 'notice',
  summary: 'Sends nothing for this event any more',
  audience: 'settings:write',
  params: Type.Object({ kind: Kind }),
  repeatable: true,
  reply: { status: 204, schema: null },
});

named({ AdminNotice, NoticeTemplate, NoticeField: Field });

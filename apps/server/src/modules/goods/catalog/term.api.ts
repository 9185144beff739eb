import { type Static, Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Choice, Id, Nullable, named, Text } from '../../../kernel/schema.ts';
import { Picture } from '../media/index.ts';
import { ById } from './catalog.api.ts';

export const termRefusals = refusals({
  TERM_TOO_LONG: { status: 400, message: '名称太长：品牌最多 30 个字，服务 20 个，单位 6 个' },
  TERM_REPEATED: { status: 400, message: '名称重复，请合并成一条' },
});

/** Words that a merchant writes once and chooses for many goods. */
const TERM_KINDS = ['brand', 'unit', 'service'] as const;
export type TermKind = (typeof TERM_KINDS)[number];
/** Characters; what goods take of each. */
export const LONGEST_NAME: Record<TermKind, number> = { brand: 30, unit: 6, service: 20 };
const KindPath = Type.Object({ kind: Choice(TERM_KINDS) });

const TermInput = Type.Object(
  {
    id: Type.Optional(Id),
    name: Text(30),
    note: Text(200, 0),
    picture: Nullable(Picture),
  },
  { additionalProperties: false },
);
export type TermInput = Static<typeof TermInput>;
const Term = Type.Object({
  id: Id,
  name: Type.String(),
  note: Type.String({ description: 'What a promise means; the line below a brand' }),
  picture: Nullable(Type.String()),
});
const Terms = Type.Object({
  items: Type.Array(Term),
  version: Type.String({ description: 'Send it back; another one refuses with CONFLICT' }),
});
export type Terms = Static<typeof Terms>;

export const listTerms = operation({
  method: 'GET',
  url: '/admin/goods-terms/:kind',
  operationId: 'listTerms',
  tag: 'catalog',
  summary: 'Brands, units, or what the shop promises, in the merchant’s order',
  audience: 'goods:read',
  params: KindPath,
  reply: { status: 200, schema: Terms },
});
export const putTerms = operation({
  method: 'PUT',
  url: '/admin/goods-terms/:kind',
  operationId: 'putTerms',
  tag: 'catalog',
  summary:
    'Replaces the list. One that is renamed is renamed in all goods that have it; one that is left out stays with the goods that have it',
  audience: 'goods:write',
  params: KindPath,
  body: Type.Object(
    { items: Type.Array(TermInput, { maxItems: 300 }), version: Type.String({ maxLength: 40, pattern: '^[\\w-]*$' }) },
    { additionalProperties: false },
  ),
  repeatable: true,
  reply: { status: 200, schema: Terms },
});
export const listServices = operation({
  method: 'GET',
  url: '/shop/services',
  operationId: 'listServices',
  tag: 'catalog',
  summary: 'What the shop’s promises mean; goods name them',
  audience: 'anyone',
  reply: {
    status: 200,
    schema: Type.Object({ items: Type.Array(Type.Object({ name: Type.String(), note: Type.String() })) }),
  },
});

/** A parameter that goods of a category have. */
const TemplateParam = Type.Object(
  {
    name: Text(20),
    values: Type.Array(Text(100), {
      maxItems: 50,
      uniqueItems: true,
      description: 'What can be chosen; none: any text',
    }),
  },
  { additionalProperties: false },
);
export type TemplateParam = Static<typeof TemplateParam>;
const Template = Type.Object({
  own: Type.Array(TemplateParam),
  inherited: Type.Array(TemplateParam, { description: 'Of the categories above, from the top' }),
});
export const getTemplate = operation({
  method: 'GET',
  url: '/admin/categories/:id/params',
  operationId: 'getTemplate',
  tag: 'catalog',
  summary: 'The parameters that goods of a category are asked for',
  audience: 'goods:read',
  params: ById,
  reply: { status: 200, schema: Template },
});
export const putTemplate = operation({
  method: 'PUT',
  url: '/admin/categories/:id/params',
  operationId: 'putTemplate',
  tag: 'catalog',
  summary: 'Replaces a category’s own parameters; goods keep what they have',
  audience: 'goods:write',
  params: ById,
  body: Type.Object({ items: Type.Array(TemplateParam, { maxItems: 40 }) }, { additionalProperties: false }),
  repeatable: true,
  reply: { status: 200, schema: Template },
});

named({ TermInput, Term, Terms, TemplateParam, Template });

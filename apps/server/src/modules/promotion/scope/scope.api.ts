import { type Static, Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { Choice, Id, named, Text } from '../../../kernel/schema.ts';

/** Ids are kept in memory while a promotion runs: who means more goods names their categories. */
const MOST_GOODS = 500;
const MOST_CATEGORIES = 50;
const MOST_TAGS = 20;

const ids = (most: number, description: string) =>
  Type.Array(Id, { maxItems: most, uniqueItems: true, description: `${description}; ${most} at most` });

/** Which goods a promotion or coupon is for. Lists that say nothing are empty. */
export const Scope = Type.Object(
  {
    kind: Choice(['all', 'chosen'], '`all`: every product but the exceptions; `chosen`: what one of the lists names'),
    goodsIds: ids(MOST_GOODS, 'Goods'),
    categoryIds: ids(MOST_CATEGORIES, 'Categories, with all below them'),
    tags: Type.Array(Text(20), {
      maxItems: MOST_TAGS,
      uniqueItems: true,
      description: 'Goods that have one of these tags',
    }),
    exceptGoodsIds: ids(MOST_GOODS, 'Never these goods'),
    exceptCategoryIds: ids(MOST_CATEGORIES, 'Nothing of these categories'),
  },
  { additionalProperties: false },
);
export type Scope = Static<typeof Scope>;
const Clock = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$', description: 'HH:MM in China' });
/** Hours of some weekdays. */
export const Weekly = Type.Object(
  {
    weekdays: Type.Array(Type.Integer({ minimum: 1, maximum: 7, description: '1: Monday' }), {
      minItems: 1,
      maxItems: 7,
      uniqueItems: true,
    }),
    from: Clock,
    until: Clock,
  },
  { additionalProperties: false },
);
export type Weekly = Static<typeof Weekly>;

named({ Scope, Weekly });

export const previewScope = operation({
  method: 'POST',
  url: '/admin/promotion-scopes/preview',
  operationId: 'previewScope',
  tag: 'promotion',
  summary: 'What a scope would cover now',
  audience: 'promotion:read',
  body: Type.Object({ scope: Scope }, { additionalProperties: false }),
  repeatable: true,
  reply: {
    status: 200,
    schema: Type.Object({
      goods: Type.Integer({ description: 'Goods on sale that it covers' }),
      titles: Type.Array(Type.String(), { description: 'Of the first three' }),
      text: Type.String({ description: 'For the shopper' }),
    }),
  },
});

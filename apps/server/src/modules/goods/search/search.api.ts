import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { Choice, PageOf, PageQuery, Text } from '../../../kernel/schema.ts';
import { GoodsCard } from '../catalog/index.ts';

const SEARCH_SORTS = ['relevance', 'price-up', 'price-down'] as const;
export const searchGoods = operation({
  method: 'GET',
  url: '/shop/search',
  operationId: 'searchGoods',
  tag: 'search',
  summary: 'Goods on sale that match Chinese words, pinyin-free, best first',
  audience: 'anyone',
  query: Type.Object(
    { q: Text(40), sort: Type.Optional(Choice(SEARCH_SORTS)), ...PageQuery },
    { additionalProperties: false },
  ),
  reply: { status: 200, schema: PageOf(GoodsCard) },
});
export const suggestWords = operation({
  method: 'GET',
  url: '/shop/search/words',
  operationId: 'suggestWords',
  tag: 'search',
  summary: 'Words that goods on sale contain and that begin with what was typed',
  audience: 'anyone',
  query: Type.Object({ q: Text(20) }, { additionalProperties: false }),
  reply: { status: 200, schema: Type.Object({ items: Type.Array(Type.String(), { maxItems: 10 }) }) },
});

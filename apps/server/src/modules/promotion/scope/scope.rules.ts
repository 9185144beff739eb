import type { Scope } from './scope.api.ts';

/** Where a product stands, as a scope asks for it; a line of a priced basket is one. */
export interface GoodsPlace {
  goodsId: string;
  /** Its category and the one above. */
  categoryIds: readonly string[];
  tags: readonly string[];
}

const everything = (): boolean => true;
/** The lines that a matcher covers: the same ones where it covers all, because prices ask many times. */
export const coveredOf = <T extends GoodsPlace>(
  lines: readonly T[],
  covers: (place: GoodsPlace) => boolean,
): readonly T[] => (covers === everything ? lines : lines.filter(covers));

/** Tells which goods a scope covers. An exception always wins. Make it once for many goods: it keeps the ids as sets. */
export function matcherOf(scope: Scope): (place: GoodsPlace) => boolean {
  if (scope.kind === 'all' && scope.exceptGoodsIds.length + scope.exceptCategoryIds.length === 0) return everything;
  const [goods, categories] = [new Set(scope.goodsIds), new Set(scope.categoryIds)];
  const [noGoods, noCategories] = [new Set(scope.exceptGoodsIds), new Set(scope.exceptCategoryIds)];
  const named = (p: GoodsPlace) =>
    goods.has(p.goodsId) ||
    p.categoryIds.some((id) => categories.has(id)) ||
    scope.tags.some((tag) => p.tags.includes(tag));
  const excepted = (p: GoodsPlace) => noGoods.has(p.goodsId) || p.categoryIds.some((id) => noCategories.has(id));
  return (place) => (scope.kind === 'all' || named(place)) && !excepted(place);
}

/** What a shopper reads of a scope. */
export function scopeText(scope: Scope): string {
  const ways = [
    scope.goodsIds.length > 0 && '商品',
    scope.categoryIds.length > 0 && '分类',
    scope.tags.length > 0 && '标签',
  ].filter((way) => way !== false);
  const covered =
    scope.kind === 'all' ? '全店商品' : ways.length === 1 && ways[0] !== '商品' ? `指定${ways[0]}的商品` : '指定商品';
  return scope.exceptGoodsIds.length + scope.exceptCategoryIds.length > 0 ? `${covered}（部分除外）` : covered;
}

export interface FieldTrouble {
  field: string;
  message: string;
}

/**
 * What is wrong with a scope whose known goods and categories were read; `field` is where it stands in the request, e.g. `scope`.
 * Empty when it may be saved.
 */
export function scopeTroubles(
  scope: Scope,
  known: { goods: ReadonlySet<string>; categories: ReadonlySet<string> },
  field: string,
): FieldTrouble[] {
  const troubles: FieldTrouble[] = [];
  const say = (list: string, message: string) => troubles.push({ field: `${field}.${list}`, message });
  const chosen = scope.goodsIds.length + scope.categoryIds.length + scope.tags.length;
  if (scope.kind === 'chosen' && chosen === 0) say('kind', '请至少选择一件商品、一个分类或一个标签');
  if (scope.kind === 'all' && chosen > 0) say('kind', '已选全店商品，不需要再选商品、分类或标签');
  for (const list of ['goodsIds', 'exceptGoodsIds'] as const)
    if (scope[list].some((id) => !known.goods.has(id))) say(list, '所选商品中有的已被删除，请重新选择');
  for (const list of ['categoryIds', 'exceptCategoryIds'] as const)
    if (scope[list].some((id) => !known.categories.has(id))) say(list, '所选分类中有的已被删除，请重新选择');
  if (scope.goodsIds.some((id) => scope.exceptGoodsIds.includes(id)))
    say('exceptGoodsIds', '同一件商品不能既参加又除外');
  return troubles;
}

import type { Db } from '../../../platform/db/index.ts';
import { knownPlaces } from '../../goods/catalog/index.ts';
import type { Scope } from './scope.api.ts';
import { type FieldTrouble, scopeTroubles } from './scope.rules.ts';

/** What is wrong with a scope that stands at `field` of a request; empty when it may be saved. */
export async function checkScope(db: Db, tenantId: number, scope: Scope, field = 'scope'): Promise<FieldTrouble[]> {
  const goodsIds = [...scope.goodsIds, ...scope.exceptGoodsIds];
  const known = await knownPlaces(db, tenantId, goodsIds, [...scope.categoryIds, ...scope.exceptCategoryIds]);
  return scopeTroubles(scope, known, field);
}

import { common } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { keepUses } from '../media/index.ts';
import { catalogRefusals } from './catalog.api.ts';
import type { CategoryInput } from './category.api.ts';
import * as store from './category.store.ts';

/** Adds a category below none or a top one. Refuses with CATEGORY_NOT_FOUND or BAD_INPUT for a third level. */
export async function createCategory(tx: Tx, tenantId: number, input: CategoryInput): Promise<store.CategoryRow> {
  await checkParent(tx, tenantId, input.parentId);
  const id = await store.insertCategory(tx, tenantId, input);
  await keepUses(tx, tenantId, id, input.picture ? [input.picture] : []);
  return { id, ...input };
}

/** Replaces a category. A category with children or goods keeps its level, so that their department stays right. */
export async function updateCategory(
  tx: Tx,
  tenantId: number,
  id: string,
  input: CategoryInput,
): Promise<store.CategoryRow> {
  const old = await store.categoryRow(tx, tenantId, id);
  if (!old) throw catalogRefusals.CATEGORY_NOT_FOUND();
  if (old.parent_id !== input.parentId)
    throw common.BAD_INPUT({ field: 'parentId' }, '分类的上级不能修改，请新建分类后移动商品');
  await store.replaceCategory(tx, tenantId, id, input);
  await keepUses(tx, tenantId, id, input.picture ? [input.picture] : []);
  return { id, ...input };
}

async function checkParent(tx: Tx, tenantId: number, parentId: string | null): Promise<void> {
  if (!parentId) return;
  const parent = await store.categoryRow(tx, tenantId, parentId);
  if (!parent) throw catalogRefusals.CATEGORY_NOT_FOUND();
  if (parent.parent_id) throw common.BAD_INPUT({ field: 'parentId' }, '分类最多两级');
}

/** Removes an empty category. Refuses with CATEGORY_NOT_FOUND or CATEGORY_IN_USE. */
export async function deleteCategory(tx: Tx, tenantId: number, id: string): Promise<void> {
  if (!(await store.categoryRow(tx, tenantId, id))) throw catalogRefusals.CATEGORY_NOT_FOUND();
  if (!(await store.removeCategory(tx, tenantId, id))) throw catalogRefusals.CATEGORY_IN_USE();
  await keepUses(tx, tenantId, id, []);
}

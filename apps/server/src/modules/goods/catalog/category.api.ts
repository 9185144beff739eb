import { type Static, Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { Id, Nullable, named, Text } from '../../../kernel/schema.ts';
import { Picture } from '../media/index.ts';
import { ById } from './catalog.api.ts';

export interface CategoryNode {
  id: string;
  name: string;
  picture: string | null;
  children: CategoryNode[];
}
const CategoryLeaf = Type.Object({ id: Id, name: Type.String(), picture: Nullable(Type.String()) });
const CategoryBranch = Type.Object({
  ...CategoryLeaf.properties,
  children: Type.Array(CategoryLeaf),
});

export const listCategories = operation({
  method: 'GET',
  url: '/shop/categories',
  operationId: 'listCategories',
  tag: 'catalog',
  summary: 'The category tree, two levels',
  audience: 'anyone',
  reply: { status: 200, schema: Type.Object({ items: Type.Array(CategoryBranch) }) },
});
const CategoryInput = Type.Object(
  {
    name: Text(20),
    parentId: Nullable(Id),
    picture: Nullable(Picture),
    sort: Type.Integer({ minimum: 0, maximum: 9999 }),
  },
  { additionalProperties: false },
);
export type CategoryInput = Static<typeof CategoryInput>;
const CategoryRow = Type.Object({
  id: Id,
  name: Type.String(),
  parentId: Nullable(Id),
  picture: Nullable(Type.String()),
  sort: Type.Integer(),
});
export const listAdminCategories = operation({
  method: 'GET',
  url: '/admin/categories',
  operationId: 'listAdminCategories',
  tag: 'catalog',
  summary: 'All categories, flat, in order',
  audience: 'goods:read',
  reply: { status: 200, schema: Type.Object({ items: Type.Array(CategoryRow) }) },
});
export const createCategory = operation({
  method: 'POST',
  url: '/admin/categories',
  operationId: 'createCategory',
  tag: 'catalog',
  summary: 'Adds a category; at most two levels',
  audience: 'goods:write',
  body: CategoryInput,
  reply: { status: 201, schema: CategoryRow },
});
export const updateCategory = operation({
  method: 'PUT',
  url: '/admin/categories/:id',
  operationId: 'updateCategory',
  tag: 'catalog',
  summary: 'Replaces a category',
  audience: 'goods:write',
  params: ById,
  body: CategoryInput,
  repeatable: true,
  reply: { status: 200, schema: CategoryRow },
});
export const orderCategories = operation({
  method: 'PUT',
  url: '/admin/categories/order',
  operationId: 'orderCategories',
  tag: 'catalog',
  summary: 'Puts categories that lie beside each other into this order; ones that are gone are passed over',
  audience: 'goods:write',
  body: Type.Object(
    { ids: Type.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true }) },
    { additionalProperties: false },
  ),
  repeatable: true,
  reply: { status: 204, schema: null },
});
export const deleteCategory = operation({
  method: 'DELETE',
  url: '/admin/categories/:id',
  operationId: 'deleteCategory',
  tag: 'catalog',
  summary: 'Removes an empty category',
  audience: 'goods:write',
  params: ById,
  repeatable: true,
  reply: { status: 204, schema: null },
});

named({ CategoryLeaf, CategoryBranch, CategoryInput, CategoryRow });

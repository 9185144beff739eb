import type { Item } from '@jishi/api-client';

export type Category = Item<'listAdminCategories'>;
export interface CategoryNode {
  value: string;
  title: string;
  category: Category;
  children: CategoryNode[];
}

/** The two-level tree of a flat list, in its order; a child whose parent is missing becomes a root. */
export function categoryTree(flat: readonly Category[]): CategoryNode[] {
  const nodes = new Map(
    flat.map((category) => [
      category.id,
      { value: category.id, title: category.name, category, children: [] as CategoryNode[] },
    ]),
  );
  const roots: CategoryNode[] = [];
  for (const node of nodes.values()) {
    const parent = node.category.parentId === null ? undefined : nodes.get(node.category.parentId);
    (parent?.children ?? roots).push(node);
  }
  return roots;
}

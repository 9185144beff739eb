import { changesOf } from '../../../kernel/changes.ts';
import type { Platform } from '../../../platform/platform.ts';
import * as api from './category.api.ts';
import * as service from './category.service.ts';
import { allCategories, categoryRow, orderCategories } from './category.store.ts';

export function categoryRoutes({ http }: Platform): void {
  http.read(api.listCategories, async ({ actor: { tenantId }, db }) => {
    const rows = await allCategories(db, tenantId);
    const leaf = ({ id, name, picture }: (typeof rows)[number]) => ({ id, name, picture });
    return {
      items: rows
        .filter((r) => r.parentId === null)
        .map((top) => ({ ...leaf(top), children: rows.filter((r) => r.parentId === top.id).map(leaf) })),
    };
  });
  http.read(api.listAdminCategories, async ({ actor: { tenantId }, db }) => ({
    items: await allCategories(db, tenantId),
  }));
  http.change(api.createCategory, ({ actor: { tenantId }, body, tx }) => service.createCategory(tx, tenantId, body));
  http.change(api.updateCategory, async ({ actor: { tenantId }, params, body, tx, notes }) => {
    const before = await categoryRow(tx, tenantId, params.id);
    const { name, picture, sort } = body;
    Object.assign(notes, before ? changesOf(before, { name, picture, sort }) : {});
    return service.updateCategory(tx, tenantId, params.id, body);
  });
  http.change(api.orderCategories, async ({ actor: { tenantId }, body, tx }) => {
    await orderCategories(tx, tenantId, body.ids);
    return undefined;
  });
  http.change(api.deleteCategory, async ({ actor: { tenantId }, params, tx }) => {
    await service.deleteCategory(tx, tenantId, params.id);
    return undefined;
  });
}

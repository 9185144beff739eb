import { changesOf } from '../../../kernel/changes.ts';
import { pageOf } from '../../../kernel/page.ts';
import type { Platform } from '../../../platform/platform.ts';
import { adminGoods } from './admin-list.store.ts';
import type { GOODS_STATES } from './catalog.api.ts';
import { auditedGoods } from './catalog.rules.ts';
import * as service from './catalog.service.ts';
import * as api from './editor.api.ts';
import { catalogNames } from './names.store.ts';

/** What staff do with goods. */
export function adminRoutes({ http, slots }: Platform): void {
  const availability: service.Availability = (...asked) => slots.one(service.availability)(...asked);
  http.read(api.listAdminGoods, async ({ actor: { tenantId }, query, db }) => {
    const { keyword, ...plain } = query;
    const ids = keyword ? await slots.one(service.goodsFinder)(db, tenantId, keyword) : undefined;
    const rows = await adminGoods(db, tenantId, { ...plain, ...(ids ? { ids } : {}) });
    const available = await availability(
      db,
      tenantId,
      rows.flatMap((r) => r.sku_ids),
    );
    return pageOf(rows, query.limit, (r) => ({
      id: r.id,
      title: r.title,
      picture: r.cover,
      categoryName: r.category_name,
      state: r.state as (typeof GOODS_STATES)[number],
      priceFen: r.price_fen,
      maxPriceFen: r.max_price_fen,
      skuCount: r.sku_ids.length,
      available: r.sku_ids.reduce((sum, id) => sum + (available.get(id) ?? 0), 0),
      sold: r.sold,
      createdAt: r.created_at.toISOString(),
      updatedAt: r.updated_at.toISOString(),
    }));
  });
  http.read(api.getAdminGoods, ({ actor: { tenantId }, params, db }) =>
    service.editorGoods(db, tenantId, params.id, availability),
  );
  http.change(api.createGoods, async ({ actor: { tenantId }, body, tx }) => {
    const { id } = await service.createGoods(tx, tenantId, body);
    return service.editorGoods(tx, tenantId, id, availability);
  });
  http.change(api.updateGoods, async ({ actor: { tenantId }, params, body: { version, ...goods }, tx, notes }) => {
    const before = await service.editorGoods(tx, tenantId, params.id, availability);
    await service.updateGoods(tx, tenantId, params.id, version, goods);
    Object.assign(notes, changesOf(auditedGoods(before), auditedGoods(goods)));
    return service.editorGoods(tx, tenantId, params.id, availability);
  });
  http.change(api.deleteGoods, async ({ actor: { tenantId }, params, tx }) => {
    await service.deleteDraft(tx, tenantId, params.id, availability);
    return undefined;
  });
  http.change(api.setGoodsState, async ({ actor: { tenantId }, body, tx, notes }) => {
    const names = await catalogNames(tx, tenantId, body.ids);
    Object.assign(notes, { after: { state: body.state }, goods: [...names.values()] });
    return { changed: await service.setGoodsState(tx, tenantId, body.ids, body.state) };
  });
}

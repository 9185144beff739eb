import { JsonText } from '../../../platform/http/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { listRelatedGoods } from './catalog.api.ts';
import * as store from './catalog.store.ts';
import { CardPage, keptLists, promotionsOf } from './promoted.ts';

const MOST = 12;

/** What to look at after a product: nobody ends at it. */
export function relatedRoutes(platform: Platform): void {
  const kept = keptLists(platform, 'related');
  const promotionsOfShop = promotionsOf(platform);
  platform.http.read(listRelatedGoods, async ({ actor: { tenantId }, params: { id }, db }) => {
    const [told, list] = await Promise.all([
      promotionsOfShop(tenantId),
      kept.get(tenantId, id, async () => new CardPage(await store.relatedCards(db, tenantId, id, MOST), null)),
    ]);
    return new JsonText(list.bytes(told));
  });
}

import type { Static } from 'typebox';
import { cut } from '../../../kernel/text.ts';
import { coalesce, type Db } from '../../../platform/db/index.ts';
import { isPageId, JsonText, type PageAsked, type PageHead, pageHead } from '../../../platform/http/index.ts';
import { memoryOf } from '../../../platform/memory/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { auditTargets } from '../../identity/staff/index.ts';
import * as api from './catalog.api.ts';
import * as service from './catalog.service.ts';
import * as store from './catalog.store.ts';
import { categoryRoutes } from './category.routes.ts';
import { allCategories } from './category.store.ts';
import { adminRoutes } from './editor.routes.ts';
import { catalogNames } from './names.store.ts';
import { priceRoutes } from './price-history.routes.ts';
import { cardPage, GOODS, keptLists, promotedOf, promotionsOf } from './promoted.ts';
import { relatedRoutes } from './related.routes.ts';
import { termRoutes } from './term.routes.ts';

export const catalog: Module = { name: 'goods/catalog', register };

function register(platform: Platform): void {
  platform.slots.fill(auditTargets, catalogNames);
  shopRoutes(platform);
  priceRoutes(platform.http);
  adminRoutes(platform);
  categoryRoutes(platform);
  termRoutes(platform);
  relatedRoutes(platform);
}

type FullAsk = Parameters<typeof store.shelf>[2];
type ShelfAsk = Omit<FullAsk, 'sort'> & { sort?: FullAsk['sort'] };

/** The categories of the second level, in the order in which the shop shows them. */
const leavesOf = <C extends { id: string; parentId: string | null }>(rows: readonly C[]): C[] =>
  rows.filter((top) => top.parentId === null).flatMap((top) => rows.filter((row) => row.parentId === top.id));

/** The storefront's first page of goods, and how many of them a phone shows at once. */
const FIRST_PAGE = 20;
const FIRST_SEEN = 6;
const SEARCH_IN_TITLE = 20;

/** What a product's page tells of itself where its link is sent. */
const headOfGoods =
  (page: (tenantId: number, id: string) => Promise<store.PageRow | undefined>) =>
  async (tenantId: number, { page: name, query: { id } }: PageAsked): Promise<Partial<PageHead>> => {
    const row = name === 'pages/product' && isPageId(id) ? await page(tenantId, id) : undefined;
    if (row?.state !== 'on') return {};
    const { title, subtitle, pictures } = JSON.parse(row.page) as api.GoodsDetail;
    const [picture = ''] = pictures;
    return {
      title,
      ...(subtitle ? { description: subtitle } : {}),
      picture,
      first: picture ? [`${picture}?w=720`] : [],
    };
  };

/** What pages that list goods tell of themselves. Anybody writes such an address: a search stays recognisable as one. */
function headOfLists({ page, query: { keyword, name } }: PageAsked): Partial<PageHead> {
  const words = cut(keyword || name || '', SEARCH_IN_TITLE);
  if (page === 'pages/search') return { title: words ? `搜索：${words}` : '搜索商品' };
  return page === 'pages/category' ? { title: '全部分类' } : {};
}

function shopRoutes(platform: Platform): void {
  const { http, database, slots } = platform;
  const keptShelf = keptLists(platform, 'shelf');
  const promotionsOfShop = promotionsOf(platform);
  const keptPage = memoryOf(platform).answers<store.PageRow | undefined>({
    kind: GOODS,
    name: 'page',
    bytesOf: store.bytesOf,
  });
  const page = coalesce(database, store.pagesOf);
  const pieces = coalesce(database, (db, tenantId, skuIds: string[]) =>
    slots.one(service.availability)(db, tenantId, skuIds),
  );

  const shelfOf = async (db: Db, tenantId: number, url: string, query: ShelfAsk): Promise<Buffer> => {
    const [told, list] = await Promise.all([
      promotionsOfShop(tenantId),
      keptShelf.get(tenantId, url, async () => {
        const { sort = 'default', limit } = query;
        return cardPage(await store.shelf(db, tenantId, { ...query, sort }), limit);
      }),
    ]);
    return list.bytes(told);
  };
  const headOf = headOfGoods((tenantId, id) => keptPage.get(tenantId, id, () => page(tenantId, id)));
  slots.fill(pageHead, (_db, tenantId, asked) => headOf(tenantId, asked));
  slots.fill(pageHead, async (_db, _tenantId, asked) => headOfLists(asked));
  slots.fill(pageHead, async (db, tenantId, { page: name }) => {
    if (name !== 'pages/home') return {};
    const [list, categories] = await Promise.all([
      shelfOf(db, tenantId, `/shop/goods?limit=${FIRST_PAGE}`, { limit: FIRST_PAGE }),
      allCategories(db, tenantId),
    ]);
    const { items } = JSON.parse(list.toString()) as Static<typeof api.listGoods.reply.schema>;
    return { shelf: { cards: items.slice(0, FIRST_SEEN), icons: leavesOf(categories) } };
  });

  http.read(api.listGoods, async ({ actor: { tenantId }, query, db, req }) => {
    return new JsonText(await shelfOf(db, tenantId, req.url, query));
  });

  http.read(api.getGoods, async ({ actor: { tenantId }, params }) => {
    const piecesOf = (row: store.PageRow) =>
      Promise.all(row.sku_ids.map(async (id) => [id, (await pieces(tenantId, id)) ?? 0] as const));
    // Stock is asked for beside the page, of the SKUs that it had last time; nearly always it has them still.
    const guess = keptPage.guess(tenantId, params.id);
    const [row, guessed, told] = await Promise.all([
      keptPage.get(tenantId, params.id, () => page(tenantId, params.id)),
      guess && piecesOf(guess),
      promotionsOfShop(tenantId),
    ]);
    if (row?.state !== 'on') throw api.catalogRefusals.GOODS_NOT_FOUND();
    const available = guessed && row === guess ? guessed : await piecesOf(row);
    return new JsonText(service.pageText(row, new Map(available), told.page(promotedOf(row))));
  });
}

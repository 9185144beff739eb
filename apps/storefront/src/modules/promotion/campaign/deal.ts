import type { ReplyOf } from '@jishi/api-client';

type Product = ReplyOf<'getGoods'>;
export type Deal = NonNullable<Product['deal']>;

/** The price of its own that a product has at this moment. */
export const dealOn = ({ deal }: Pick<Product, 'deal'>): Deal | null => (deal?.state === 'on' ? deal : null);

/** What a piece of a SKU costs now, in fen: less than its list price while a discount is on. */
export const priceNow = (
  product: Pick<Product, 'deal'>,
  { id, priceFen }: Pick<Product['skus'][number], 'id' | 'priceFen'>,
): number => dealOn(product)?.skus.find((sku) => sku.skuId === id)?.priceFen ?? priceFen;

/** The lowest and the highest of what its SKUs cost, in fen; with `deal` as if that were on. */
export function rangeOf(product: Pick<Product, 'deal' | 'skus'>, deal = dealOn(product)): { from: number; to: number } {
  const prices = product.skus.map((sku) => deal?.skus.find((d) => d.skuId === sku.id)?.priceFen ?? sku.priceFen);
  return { from: Math.min(...prices), to: Math.max(...prices) };
}

/** What the SKU at this price is compared with, in fen: a price that was really paid. */
export const struckOf = ({ skus }: Deal, priceFen: number): number | null =>
  skus.find((sku) => sku.priceFen === priceFen)?.struckFen ?? null;

/** The rule of a promotion without what its label says already. */
export const rulesOf = ({ label, sentences }: { label: string; sentences: string[] }): string[] =>
  sentences.filter((sentence) => !label.includes(sentence));

const DAY = 86_400_000;
/** China has no summer time. */
const CHINA = 8 * 3_600_000;
/** "今天 20:00", "明天 10:00", "12月3日 10:00" in China. `nowMs`: the server's time. */
export function startText(startsAt: string, nowMs: number): string {
  const at = new Date(Date.parse(startsAt) + CHINA);
  const days = Math.floor(at.getTime() / DAY) - Math.floor((nowMs + CHINA) / DAY);
  const clock = at.toISOString().slice(11, 16);
  const day = days === 0 ? '今天' : days === 1 ? '明天' : `${at.getUTCMonth() + 1}月${at.getUTCDate()}日`;
  return `${day} ${clock}`;
}

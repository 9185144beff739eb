import { chinaDate, DAY } from '../../../kernel/clock.ts';
import type { GoodsCard, Presale, SpecAxis } from './catalog.api.ts';
import type { GoodsInput, SkuInput } from './editor.api.ts';

/** Why a spec matrix cannot be: every SKU names one value an axis, no combination comes twice, none has a foreign value. */
export function matrixTrouble(specs: readonly SpecAxis[], skus: readonly Pick<SkuInput, 'specs'>[]): string | null {
  const seen = new Set<string>();
  for (const sku of skus) {
    if (sku.specs.length !== specs.length) return `规格 ${sku.specs.join(' / ') || '（空）'} 应有 ${specs.length} 个值`;
    const foreign = sku.specs.find((value, axis) => !specs[axis]?.values.includes(value));
    if (foreign !== undefined) return `规格值「${foreign}」不在规格表中`;
    const key = JSON.stringify(sku.specs);
    if (seen.has(key)) return `规格 ${sku.specs.join(' / ') || '（默认）'} 重复`;
    seen.add(key);
  }
  if (new Set(specs.map((s) => s.name)).size !== specs.length) return '规格名称重复';
  return null;
}

/** SKU codes that are given twice within one product. */
export function repeatedCode(skus: readonly Pick<SkuInput, 'code'>[]): string | null {
  const seen = new Set<string>();
  for (const { code } of skus) {
    if (seen.has(code)) return code;
    seen.add(code);
  }
  return null;
}

/** The first name that comes twice. */
export function repeatedName(named: readonly { name: string }[]): string | null {
  const seen = new Set<string>();
  for (const { name } of named) {
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return null;
}

/** Whether the last digit of an EAN-8 or EAN-13 is its check digit: digits weigh 3 and 1 in turn, from the right (GS1). */
export function isEan(code: string): boolean {
  if (!/^(\d{8}|\d{13})$/.test(code)) return false;
  const sum = [...code].reverse().reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

interface OldSku {
  id: string;
  code: string;
  specs: unknown;
}
/**
 * The ids of a product's SKUs in the order of `skus`: the one that was given if it is the product's own; for a combination without
 * one, that of the SKU which had the same values before, else the same code, so that its stock and history come back with it;
 * null for what is new. None is given twice. `old`: those in use first.
 */
export function skuIdsOf(
  skus: readonly Pick<SkuInput, 'id' | 'code' | 'specs'>[],
  old: readonly OldSku[],
): (string | null)[] {
  const free = new Map(old.map((o) => [o.id, o]));
  const take = (id: string | undefined): string | null => (id && free.delete(id) ? id : null);
  const named = skus.map((s) => take(s.id));
  const like = (same: (sku: (typeof skus)[number], o: OldSku) => boolean) => (id: string | null, i: number) => {
    const sku = skus[i];
    return id ?? (sku ? take([...free.values()].find((o) => same(sku, o))?.id) : null);
  };
  return named
    .map(like((sku, o) => JSON.stringify(sku.specs) === JSON.stringify(o.specs)))
    .map(like((sku, o) => sku.code === o.code));
}

export interface PriceRange {
  priceFen: number;
  maxPriceFen: number;
  /** Strike price of the cheapest SKU, when it has one above its price. */
  marketPriceFen: number | null;
}

export function priceRange(skus: readonly Pick<SkuInput, 'priceFen' | 'marketPriceFen'>[]): PriceRange {
  const sorted = [...skus].sort((a, b) => a.priceFen - b.priceFen);
  const [lowest] = sorted;
  const highest = sorted.at(-1);
  if (!lowest || !highest) throw new RangeError('a product has at least one SKU');
  const strike = lowest.marketPriceFen;
  return {
    priceFen: lowest.priceFen,
    maxPriceFen: highest.priceFen,
    marketPriceFen: strike !== null && strike > lowest.priceFen ? strike : null,
  };
}

/** What lists show of a product. */
export function cardOf(id: string, goods: GoodsInput): GoodsCard {
  return {
    id,
    title: goods.title,
    subtitle: goods.subtitle,
    picture: goods.pictures[0] ?? '',
    ...priceRange(goods.skus),
    tags: goods.tags,
  };
}

/** What the audit keeps of a product: words and prices; pictures and the long description are too much for it. */
export const auditedGoods = ({
  title,
  subtitle,
  brand,
  unit,
  categoryId,
  specs,
  services,
  tags,
  params = [],
  sort,
  presale = null,
  skus,
}: Omit<GoodsInput, 'skus'> & { skus: Pick<SkuInput, 'code' | 'priceFen' | 'marketPriceFen' | 'costFen'>[] }) => ({
  ...{ title, subtitle, brand, unit, categoryId, specs, services, tags, params, sort, presale },
  ...Object.fromEntries(
    skus.map(({ code, priceFen, marketPriceFen, costFen }) => [`SKU ${code}`, { priceFen, marketPriceFen, costFen }]),
  ),
});

/** WeChat lets a merchant dispatch a presale at most so long after the payment (`opspecialorder`). */
const MOST_DAYS_AHEAD = 330;

/** Whether a promise of dispatch can be made now: one day that is neither past nor too far, or a number of days. */
export function presaleFits({ shipOn, shipDays }: Presale, atMs: number): boolean {
  if ((shipOn === null) === (shipDays === null)) return false;
  if (shipOn === null) return true;
  return shipOn > chinaDate(atMs) && shipOn <= chinaDate(atMs + MOST_DAYS_AHEAD * DAY);
}

/** What promises an earlier dispatch than any presale does: 48小时发货, 当日发货, 现货. */
export const promisesStock = (services: readonly string[]): boolean =>
  services.some((text) => /(小时|当[天日]|次[天日]).{0,2}发|现货/.test(text));

import type { BodyOf } from '@jishi/api-client';
import { itemsOf } from '../../../form/lists.ts';

export type SpecAxis = BodyOf<'createGoods'>['specs'][number];
/** A SKU while it is edited; amounts are integer fen, null while nothing is typed. */
export interface SkuDraft {
  /** Id of a SKU that the server knows. */
  id?: string;
  code: string;
  specs: string[];
  priceFen: number | null;
  marketPriceFen: number | null;
  costFen: number | null;
  weightGrams: number;
  volumeCm3: number;
  /** EAN-8 or EAN-13. */
  barcode: string | null;
  picture: string | null;
  /** Pieces that can be sold now; 0 for a new SKU. */
  available: number;
  /** Pieces to put on the shelf once a new SKU is saved. */
  firstPieces: number | null;
}
export interface Matrix {
  specs: SpecAxis[];
  skus: SkuDraft[];
  /** SKUs whose combination was taken away since the form was opened; they come back with it. */
  removed?: SkuDraft[];
}
export const MAX_AXES = 3;
export const MAX_SKUS = 200;

export const blankSku = (specs: string[]): SkuDraft => ({
  code: '',
  specs,
  priceFen: null,
  marketPriceFen: null,
  costFen: null,
  weightGrams: 0,
  volumeCm3: 0,
  barcode: null,
  picture: null,
  available: 0,
  firstPieces: null,
});

/** Every combination of the axes' values, the last axis changing fastest; one empty combination without axes. */
export const combinations = (specs: readonly SpecAxis[]): string[][] =>
  specs.reduce<string[][]>((rows, axis) => rows.flatMap((row) => axis.values.map((value) => [...row, value])), [[]]);

/**
 * The matrix after its axes changed. A combination that was there keeps its SKU; a renamed value keeps the SKUs of its place; a
 * new axis gives each SKU to the axis' first value and copies its prices to the others; a removed axis keeps the first of each.
 * A combination that was taken away by mistake and comes again finds its SKU, with id, code and stock.
 */
export function withSpecs({ specs: old, skus, removed = [] }: Matrix, specs: SpecAxis[]): Matrix {
  const byKey = new Map(skus.map((sku) => [keyOf(sku.specs), sku]));
  const removedByKey = new Map(removed.map((sku) => [keyOf(sku.specs), sku]));
  const used = new Set<SkuDraft>();
  const next = combinations(specs).map((combination) => {
    const key = keyOf(combination);
    const source = byKey.get(key) ?? byKey.get(keyOf(formerly(combination, specs, old, skus)));
    const sku = source && !used.has(source) ? source : removedByKey.get(key);
    if (sku) {
      used.add(sku);
      return { ...sku, specs: combination };
    }
    return source ? { ...copyOf(source), specs: combination } : { ...blankSku(combination), ...commonAmounts(skus) };
  });
  return { specs, skus: next, removed: [...removed, ...skus].filter((sku) => !used.has(sku)) };
}

/** Values joined so that no two combinations meet. */
const keyOf = (values: readonly string[]): string => JSON.stringify(values);

/** What a combination was called before the axes changed. */
function formerly(
  combination: readonly string[],
  specs: readonly SpecAxis[],
  old: readonly SpecAxis[],
  skus: readonly SkuDraft[],
): string[] {
  if (specs.length > old.length) return combination.slice(0, old.length);
  if (specs.length < old.length) {
    const kept = specs.map((axis) => old.findIndex((o) => o.name === axis.name));
    const first = skus.find((sku) => kept.every((at, axis) => sku.specs[at] === combination[axis]));
    return first ? first.specs : [];
  }
  return combination.map((value, axis) => {
    const before = old[axis]?.values ?? [];
    const now = specs[axis]?.values ?? [];
    if (before.includes(value) || before.length !== now.length) return value;
    return before[now.indexOf(value)] ?? value;
  });
}

/** A further SKU like another: same amounts, but its own id, code and stock. */
const copyOf = (sku: SkuDraft): SkuDraft => ({
  ...sku,
  id: undefined,
  code: '',
  barcode: null,
  available: 0,
  firstPieces: null,
});

/** Amounts that all SKUs share, for a new one beside them. */
function commonAmounts(skus: readonly SkuDraft[]): Partial<SkuDraft> {
  const [first] = skus;
  if (!first) return {};
  const same = (pick: (sku: SkuDraft) => unknown) => skus.every((sku) => pick(sku) === pick(first));
  return {
    ...(same((s) => s.priceFen) && { priceFen: first.priceFen }),
    ...(same((s) => s.marketPriceFen) && { marketPriceFen: first.marketPriceFen }),
    ...(same((s) => s.costFen) && { costFen: first.costFen }),
    ...(same((s) => s.weightGrams) && { weightGrams: first.weightGrams }),
  };
}

export type BatchFill = Partial<
  Pick<SkuDraft, 'priceFen' | 'marketPriceFen' | 'costFen' | 'weightGrams' | 'firstPieces'>
> & {
  /** Codes become `<prefix>-01`, `<prefix>-02` … */
  codePrefix?: string;
};

/** Writes what is given into all SKUs; first pieces only into those that the server does not know yet. */
export function filled(skus: readonly SkuDraft[], { codePrefix, firstPieces, ...amounts }: BatchFill): SkuDraft[] {
  const width = Math.max(2, String(skus.length).length);
  return skus.map((sku, index) => ({
    ...sku,
    ...amounts,
    ...(codePrefix && { code: `${codePrefix}-${String(index + 1).padStart(width, '0')}` }),
    ...(firstPieces !== undefined && sku.id === undefined && { firstPieces }),
  }));
}

/** SKUs whose code was left empty get `<prefix>-01`, `<prefix>-02` … by their place. */
export const withCodes = (skus: readonly SkuDraft[], prefix: string): SkuDraft[] =>
  skus.map((sku, index) =>
    sku.code === '' ? { ...sku, code: `${prefix}-${String(index + 1).padStart(2, '0')}` } : sku,
  );

export const CODE = /^[A-Za-z0-9._-]{1,40}$/;
/** Codes that more than one SKU has. */
export function repeatedCodes(skus: readonly SkuDraft[]): ReadonlySet<string> {
  const met = new Set<string>();
  return new Set(skus.map(({ code }) => code).filter((code) => code !== '' && met.size === met.add(code).size));
}

/** Whether the last digit is the check digit of an EAN-8 or EAN-13: digits weigh 3 and 1 in turn, from the right. */
export function isEan(code: string): boolean {
  if (!/^(\d{8}|\d{13})$/.test(code)) return false;
  const sum = [...code].reverse().reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/** What is wrong with one SKU, by column. `repeated`: see `repeatedCodes`. */
export function skuTroubles(
  sku: SkuDraft,
  repeated: ReadonlySet<string>,
): { code?: string; price?: string; market?: string; barcode?: string } {
  return {
    ...(sku.code !== '' &&
      (!CODE.test(sku.code)
        ? { code: '编码为 1–40 位字母、数字或 . _ -' }
        : repeated.has(sku.code) && { code: '编码重复' })),
    ...(sku.barcode !== null && !isEan(sku.barcode) && { barcode: '条码应为 8 位或 13 位数字，最后一位是校验码' }),
    ...((sku.priceFen === null || sku.priceFen < 1) && { price: '请填写售价' }),
    ...(sku.marketPriceFen !== null &&
      sku.priceFen !== null &&
      sku.marketPriceFen <= sku.priceFen && { market: '划线价应高于售价' }),
  };
}

/** The first thing wrong with a matrix as a sentence, or null. */
export function matrixTrouble({ specs, skus }: Matrix): string | null {
  if (specs.some((axis) => axis.name.trim() === '')) return '请填写规格名称，如「颜色」';
  if (new Set(specs.map((axis) => axis.name)).size !== specs.length) return '规格名称重复';
  const bare = specs.find((axis) => axis.values.length === 0);
  if (bare) return `请为「${bare.name}」添加至少一个规格值`;
  if (skus.length > MAX_SKUS) return `规格组合共 ${skus.length} 个，最多 ${MAX_SKUS} 个`;
  const repeated = repeatedCodes(skus);
  for (const sku of skus) {
    const [trouble] = Object.values(skuTroubles(sku, repeated));
    if (trouble) return sku.specs.length > 0 ? `${sku.specs.join(' / ')}：${trouble}` : trouble;
  }
  return null;
}

/** The longest value that the server takes. */
const LONGEST_VALUE = 30;
/** Values typed as one list, each once. */
export const splitValues = (typed: string): string[] => [
  ...new Set(itemsOf(typed).map((value) => [...value].slice(0, LONGEST_VALUE).join(''))),
];

/** The picture that all SKUs with this value of the first axis share; null when they have none, or several. */
export function pictureOf(skus: readonly SkuDraft[], value: string): string | null {
  const pictures = new Set(skus.filter((sku) => sku.specs[0] === value).map((sku) => sku.picture));
  return pictures.size === 1 ? ([...pictures][0] ?? null) : null;
}

/** The SKUs with one picture for every one of this value of the first axis. */
export const withPicture = (skus: readonly SkuDraft[], value: string, picture: string | null): SkuDraft[] =>
  skus.map((sku) => (sku.specs[0] === value ? { ...sku, picture } : sku));

import { demoFacts } from './params.ts';
import type { DemoDetail, DemoGoods, DemoSku, Sheet, SheetValue } from './types.ts';

/** Pictures of a product besides those of its SKUs. */
const GALLERY = 3;
const STOCKS = [320, 86, 150, 42, 260, 18, 120, 64, 210] as const;
/** Cost in basis points of the price. */
const COSTS = [4200, 5100, 4600, 5600, 3900] as const;

/** A steady number from a word, so that pictures and stock vary by product and never by run (32-bit FNV-1a). */
export function numberOf(word: string): number {
  let hash = 0x811c9dc5;
  for (const char of word) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}

/** Every combination of one value an axis, the last axis running fastest; one empty combination without axes. */
function combinations(sheet: Pick<Sheet, 'axes'>): SheetValue[][] {
  let rows: SheetValue[][] = [[]];
  for (const { values } of sheet.axes ?? []) rows = rows.flatMap((row) => values.map((value) => [...row, value]));
  return rows;
}

export const galleryKeys = (sheet: Sheet): string[] =>
  Array.from({ length: GALLERY }, (_, i) => `${sheet.key}-${i + 1}`);
export const detailKeys = (sheet: Sheet): readonly [string, string] => [
  `${sheet.key}-detail-1`,
  `${sheet.key}-detail-2`,
];

/** The values that look different, each with the key of its picture: of the first axis that has any. */
export function looks(sheet: Sheet): { value: SheetValue; pictureKey: string }[] {
  const axis = sheet.axes?.find((a) => a.values.some((v) => v.dye ?? v.shows));
  return (axis?.values ?? []).map((value, i) => ({ value, pictureKey: `${sheet.key}-look-${i + 1}` }));
}

/** A packed parcel of the house's goods weighs about a gram for each four cubic centimetres. */
const sizeOf = (weightGrams: number) => ({ weightGrams, volumeCm3: weightGrams * 4 });
/** Twelve digits with their check digit: weights 1 and 3 in turn. */
function ean13(twelve: string): string {
  const sum = [...twelve].reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return `${twelve}${(10 - (sum % 10)) % 10}`;
}

function skusOf(sheet: Sheet, index: number): DemoSku[] {
  const shown = looks(sheet);
  const seed = numberOf(sheet.key);
  return combinations(sheet).map((row, i) => {
    const priceFen = row.reduce((sum, v) => sum + (v.addFen ?? 0), sheet.priceFen);
    const look = shown.find((l) => row.includes(l.value));
    const strikeFen = sheet.marketPriceFen ? priceFen + sheet.marketPriceFen - sheet.priceFen : undefined;
    return {
      specs: Object.fromEntries((sheet.axes ?? []).map((a, at) => [a.name, row[at]?.value ?? ''])),
      code: `JS${String(index + 1).padStart(3, '0')}-${String(i + 1).padStart(2, '0')}`,
      priceFen,
      ...(strikeFen ? { marketPriceFen: strikeFen } : {}),
      costFen: Math.round((priceFen * (COSTS[seed % COSTS.length] ?? 5000)) / 10_000),
      stock: STOCKS[(seed + i * 4) % STOCKS.length] ?? 100,
      ...sizeOf(row.reduce((sum, v) => sum + (v.addGrams ?? 0), sheet.weightGrams)),
      barcode: ean13(`2${String(index + 1).padStart(6, '0')}${String(i + 1).padStart(5, '0')}`),
      ...(look ? { pictureKey: look.pictureKey } : {}),
    };
  });
}

/** The product of a sheet. `index` numbers its SKU codes; `sort` is its place, higher first. */
export function productOf(sheet: Sheet, index: number, sort: number): DemoGoods {
  const { key, title, subtitle, categoryKey, brand, unit, services, tags, story } = sheet;
  const [first, second] = detailKeys(sheet);
  const detail: DemoDetail[] = [
    { kind: 'picture', pictureKey: first },
    { kind: 'text', text: story[0] },
    { kind: 'picture', pictureKey: second },
    { kind: 'text', text: story[1] },
  ];
  const specs = (sheet.axes ?? []).map((a) => ({ name: a.name, values: a.values.map((v) => v.value) }));
  const skus = skusOf(sheet, index);
  return {
    key,
    title,
    subtitle,
    categoryKey,
    brand,
    unit,
    specs,
    skus,
    pictures: galleryKeys(sheet),
    services,
    detail,
    tags,
    params: Object.entries(demoFacts[key] ?? {}).map(([name, value]) => ({ name, value })),
    ...(sheet.presaleDays && { presaleDays: sheet.presaleDays }),
    sort,
  };
}

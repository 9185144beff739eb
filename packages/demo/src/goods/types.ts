/** One value of a specification axis and what it changes in the SKU. */
export interface SheetValue {
  value: string;
  /** Fen added to the price of the product. */
  addFen?: number;
  /** Grams added to its weight. */
  addGrams?: number;
  /** Colour the product's picture is dyed in; gives the SKU a picture of its own. */
  dye?: string;
  /** Another object in the product's place, for flavours and kinds; gives the SKU a picture of its own. */
  shows?: string;
}

export interface SheetAxis {
  name: string;
  values: readonly SheetValue[];
}

/** One product as its editor writes it down; `productOf` and `scenesOf` derive the rest. */
export interface Sheet {
  key: string;
  categoryKey: string;
  title: string;
  subtitle: string;
  brand: string;
  unit: string;
  /** Emoji: the product first, then two props that tell its story. */
  objects: readonly [hero: string, left: string, right: string];
  /** Colour the product is dyed in wherever no SKU says otherwise. */
  dye?: string;
  /** The colour of the product that gives way to dyes; without it, its main one. */
  replaced?: string;
  priceFen: number;
  /** Strike price of the cheapest SKU; the others keep the same distance. */
  marketPriceFen?: number;
  weightGrams: number;
  axes?: readonly SheetAxis[];
  services: readonly string[];
  /** Two headings, drawn into the detail pictures. */
  captions: readonly [string, string];
  /** Two paragraphs, shown between them. */
  story: readonly [string, string];
  tags: readonly string[];
  /** Sold before it is there, dispatched so many days after the payment. */
  presaleDays?: number;
}

export interface DemoSku {
  /** Value by axis name. */
  specs: Readonly<Record<string, string>>;
  code: string;
  priceFen: number;
  marketPriceFen?: number;
  costFen: number;
  stock: number;
  weightGrams: number;
  volumeCm3: number;
  /** EAN-13 of the range that shops give out themselves (beginning with 2). */
  barcode: string;
  pictureKey?: string;
}

export type DemoDetail = { kind: 'text'; text: string } | { kind: 'picture'; pictureKey: string };

/** A product of the demo shop. Prices in fen; pictures are keys of files drawn by `renderPictures`. */
export interface DemoGoods {
  key: string;
  title: string;
  subtitle: string;
  categoryKey: string;
  brand: string;
  unit: string;
  specs: readonly { name: string; values: readonly string[] }[];
  skus: readonly DemoSku[];
  pictures: readonly string[];
  services: readonly string[];
  detail: readonly DemoDetail[];
  tags: readonly string[];
  params: readonly { name: string; value: string }[];
  presaleDays?: number;
  /** Higher comes first. */
  sort: number;
}

/** Shorthand of the sheets: an axis from its values. */
export const axis = (name: string, ...values: readonly (string | SheetValue)[]): SheetAxis => ({
  name,
  values: values.map((v) => (typeof v === 'string' ? { value: v } : v)),
});

export const DURABLE = ['7天无理由退货', '48小时发货', '破损包赔'] as const;
export const EDIBLE = ['48小时发货', '破损包赔', '临期必告知'] as const;
export const FRESH = ['坏果包赔', '顺路冷链', '现摘现发'] as const;
export const COSMETIC = ['未拆封可退', '48小时发货', '批号可查'] as const;

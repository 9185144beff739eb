import type { ReplyOf } from '@jishi/api-client';

export type Product = ReplyOf<'getGoods'>;
export type Sku = Product['skus'][number];
/** The chosen value of every spec axis; undefined where nothing is chosen yet. */
export type Choice = (string | undefined)[];

const fits = (sku: Sku, choice: Choice): boolean =>
  choice.every((value, axis) => value === undefined || sku.specs[axis] === value);

/** The SKU that a complete choice means. */
export const skuOf = (product: Product, choice: Choice): Sku | undefined =>
  choice.includes(undefined) || choice.length < product.specs.length
    ? undefined
    : product.skus.find((sku) => fits(sku, choice));

/** Whether a value can still be bought together with what is chosen on the other axes. */
export function canChoose(product: Product, choice: Choice, axis: number, value: string): boolean {
  const asked = choice.map((chosen, i) => (i === axis ? value : chosen));
  return product.skus.some((sku) => sku.available > 0 && fits(sku, asked));
}

/** Chooses a value, or takes it back when it was chosen; one that no longer fits elsewhere is dropped. */
export function choose(product: Product, choice: Choice, axis: number, value: string): Choice {
  const next = choice.map((chosen, i) => (i === axis ? (chosen === value ? undefined : value) : chosen));
  return next.map((chosen, i) =>
    i !== axis && chosen !== undefined && next[axis] !== undefined && !canChoose(product, next, i, chosen)
      ? undefined
      : chosen,
  );
}

/** What is chosen at first: everything when there is only one way to buy it. */
export const firstChoice = (product: Product): Choice =>
  product.specs.map((axis) => (axis.values.length === 1 ? axis.values[0] : undefined));

/** What the choice so far looks like: the picture that all fitting SKUs share, e.g. those of a colour; else the product's first. */
export function pictureOf(product: Product, choice: Choice): string {
  const pictures = new Set(product.skus.filter((sku) => fits(sku, choice)).map((sku) => sku.picture));
  const [only] = pictures;
  const chosen = choice.some((value) => value !== undefined);
  return (chosen && pictures.size === 1 && only) || product.pictures[0] || '';
}
/** The chosen values in words; empty while nothing is chosen. */
export const choiceText = (choice: Choice): string => choice.filter((value) => value !== undefined).join(' / ');

export const inStock = (product: Product): boolean => product.skus.some((sku) => sku.available > 0);

import type { BodyOf, ReplyOf } from '@jishi/api-client';
import { blankSku, type Matrix } from './spec-matrix.ts';

export type AdminGoods = ReplyOf<'getAdminGoods'>;
export type GoodsBody = BodyOf<'createGoods'>;
export type DetailBlock = GoodsBody['detail'][number];
export type Param = AdminGoods['params'][number];
/** What the editor's form holds. */
export interface GoodsDraft {
  title: string;
  subtitle: string;
  brand: string;
  unit: string;
  categoryId: string | undefined;
  pictures: string[];
  matrix: Matrix;
  services: string[];
  detail: DetailBlock[];
  tags: string[];
  /** A row of the category's template that is not filled in has no value. */
  params: Param[];
  relatedIds: string[];
  sort: number;
  presale: Presale;
}
/** When it leaves: at once, by a day, or so many days after the payment. */
export interface Presale {
  way: 'stock' | 'day' | 'days';
  shipOn: string | null;
  shipDays: number | null;
}

export const blankGoods = (): GoodsDraft => ({
  title: '',
  subtitle: '',
  brand: '',
  unit: '件',
  categoryId: undefined,
  pictures: [],
  matrix: { specs: [], skus: [blankSku([])] },
  services: [],
  detail: [],
  tags: [],
  params: [],
  relatedIds: [],
  sort: 0,
  presale: { way: 'stock', shipOn: null, shipDays: null },
});

/** A product of the server as the form holds it. */
export const draftOf = (goods: AdminGoods): GoodsDraft => ({
  title: goods.title,
  subtitle: goods.subtitle,
  brand: goods.brand,
  unit: goods.unit,
  categoryId: goods.categoryId,
  pictures: goods.pictures,
  matrix: { specs: goods.specs, skus: goods.skus.map((sku) => ({ ...sku, firstPieces: null })) },
  services: goods.services,
  detail: goods.detail,
  tags: goods.tags,
  params: goods.params,
  relatedIds: goods.relatedIds,
  sort: goods.sort,
  presale: {
    way: goods.presale === null ? 'stock' : goods.presale.shipOn === null ? 'days' : 'day',
    shipOn: goods.presale?.shipOn ?? null,
    shipDays: goods.presale?.shipDays ?? null,
  },
});

/** What is sent; only for a draft that passed validation. Texts are trimmed, empty blocks of the detail are left out. */
export const bodyOf = (draft: GoodsDraft): GoodsBody => ({
  title: draft.title.trim(),
  subtitle: draft.subtitle.trim(),
  brand: draft.brand.trim(),
  unit: draft.unit.trim(),
  categoryId: draft.categoryId ?? '',
  pictures: draft.pictures,
  specs: draft.matrix.specs,
  skus: draft.matrix.skus.map((sku) => ({
    ...(sku.id && { id: sku.id }),
    code: sku.code,
    specs: sku.specs,
    priceFen: sku.priceFen ?? 0,
    marketPriceFen: sku.marketPriceFen,
    costFen: sku.costFen,
    weightGrams: sku.weightGrams,
    volumeCm3: sku.volumeCm3,
    barcode: sku.barcode,
    picture: sku.picture,
  })),
  services: draft.services,
  detail: draft.detail.filter((block) => block.kind === 'picture' || block.text.trim() !== ''),
  tags: draft.tags,
  params: filledParams(draft.params),
  relatedIds: draft.relatedIds,
  sort: draft.sort,
  presale: presaleOf(draft.presale),
});

/** Parameters that have both a name and a value. */
export const filledParams = (params: readonly Param[]): Param[] =>
  params
    .map(({ name, value }) => ({ name: name.trim(), value: value.trim() }))
    .filter(({ name, value }) => name !== '' && value !== '');

/** A product to begin another one with: all that it says, none of what identifies its SKUs. */
export function copyOf(goods: AdminGoods): GoodsDraft {
  const draft = draftOf(goods);
  const skus = draft.matrix.skus.map(({ id: _id, ...sku }) => ({ ...sku, code: '', barcode: null, available: 0 }));
  return {
    ...draft,
    title: `${[...draft.title].slice(0, 56).join('')}（新）`,
    matrix: { ...draft.matrix, skus },
  };
}

/** What is kept of the promise: the one of the two that was chosen. */
export const presaleOf = ({ way, shipOn, shipDays }: Presale): AdminGoods['presale'] =>
  way === 'stock' ? null : { shipOn: way === 'day' ? shipOn : null, shipDays: way === 'days' ? shipDays : null };

/** First pieces of the SKUs that were new, with the ids that the server gave them. */
export function firstStock(draft: GoodsDraft, saved: AdminGoods): Array<{ skuId: string; pieces: number }> {
  return draft.matrix.skus.flatMap((sku) => {
    const own = saved.skus.find((s) => s.code === sku.code);
    return own && sku.id === undefined && sku.firstPieces ? [{ skuId: own.id, pieces: sku.firstPieces }] : [];
  });
}

/** How many SKUs of the server the draft no longer has. */
export const retiredCount = (draft: GoodsDraft, goods: AdminGoods): number =>
  goods.skus.filter((sku) => !draft.matrix.skus.some((s) => s.id === sku.id)).length;

/** Where the server's field messages belong in this form. */
export const FORM_FIELDS: Record<string, string> = { specs: 'matrix', skus: 'matrix' };

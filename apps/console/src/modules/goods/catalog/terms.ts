import type { Item } from '@jishi/api-client';

export type Term = Item<'listTerms'>;
export type TermKind = 'brand' | 'unit' | 'service';
/** What a kind is called, why one writes it down, and what stands below its name. */
export const KINDS: Record<TermKind, { name: string; why: string; note: string | null; noteHint: string }> = {
  brand: {
    name: '品牌',
    why: '写下常用的品牌，编辑商品时直接选，名称不会写成两种。',
    note: '一句话介绍',
    noteHint: '可以留空',
  },
  service: {
    name: '服务',
    why: '写下店里的服务承诺和它的意思，买家在商品页点开就能看到。',
    note: '说明',
    noteHint: '如：签收之日起 7 天内，商品完好可无理由退货，运费由买家承担',
  },
  unit: { name: '单位', why: '写下常用的单位，如盒、斤、双。', note: null, noteHint: '' },
};

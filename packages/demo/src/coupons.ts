/** A coupon of the demo shop; amounts in fen. */
export interface DemoCoupon {
  key: string;
  name: string;
  kind: 'fixed' | 'percent' | 'freight';
  offFen: number | null;
  /** Part of the price that is still paid: 85 for 8.5 折. */
  payPercent: number | null;
  capFen: number | null;
  thresholdFen: number;
  /** Key of the department that it is for; null for the whole shop. */
  categoryKey: string | null;
  usableDays: number;
  total: number | null;
  perPerson: number;
  newcomersOnly: boolean;
  /** Got by this word alone; null: by everybody. */
  sharedCode: string | null;
}

const usual = {
  payPercent: null,
  capFen: null,
  categoryKey: null,
  usableDays: 30,
  perPerson: 1,
  newcomersOnly: false,
  sharedCode: null,
} as const;

export const demoCoupons: readonly DemoCoupon[] = [
  { ...usual, key: 'shop', name: '全店满减券', kind: 'fixed', offFen: 2000, thresholdFen: 19900, total: 5000 },
  {
    ...usual,
    key: 'new',
    name: '新客见面礼',
    kind: 'fixed',
    offFen: 500,
    thresholdFen: 0,
    total: null,
    newcomersOnly: true,
  },
  {
    ...usual,
    key: 'food',
    name: '食品尝鲜券',
    kind: 'percent',
    offFen: null,
    payPercent: 85,
    capFen: 3000,
    thresholdFen: 5000,
    categoryKey: 'food',
    total: 2000,
    perPerson: 2,
  },
  {
    ...usual,
    key: 'freight',
    name: '免运费券',
    kind: 'freight',
    offFen: null,
    thresholdFen: 3000,
    total: 3000,
    usableDays: 7,
  },
  {
    ...usual,
    key: 'word',
    name: '口令券：集市有礼',
    kind: 'fixed',
    offFen: 1000,
    thresholdFen: 5000,
    total: 1000,
    sharedCode: '集市有礼',
  },
];

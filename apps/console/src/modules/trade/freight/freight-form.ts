import type { BodyOf, ReplyOf } from '@jishi/api-client';

export type Template = ReplyOf<'listFreightTemplates'>['items'][number];
export type Terms = BodyOf<'createFreightTemplate'>['terms'];
export type Charge = Terms['rest'];
export type Way = Terms['by'];
/** The form keeps the reason and the regions of `unsent` side by side, and no regions for none. */
export interface FreightDraft {
  name: string;
  terms: Omit<Terms, 'unsent'> & { unsent: { regions: string[]; reason: string } };
}

/** How a merchant types what is counted, and how much of that one is in what the server counts. */
export const WAYS: Record<Way, { label: string; unit: string; scale: number; digits: number; noun: string }> = {
  piece: { label: '按件数', unit: '件', scale: 1, digits: 0, noun: '件' },
  weight: { label: '按重量', unit: 'kg', scale: 1000, digits: 3, noun: '重' },
  volume: { label: '按体积', unit: 'm³', scale: 1_000_000, digits: 6, noun: '体积' },
};
const ONE: Record<Way, number> = { piece: 1, weight: 1000, volume: 100_000 };

export const newCharge = (by: Way): Charge => ({
  isFree: false,
  firstUnits: ONE[by],
  firstFen: 800,
  moreUnits: ONE[by],
  moreFen: 200,
  freeFromFen: null,
  freeFromPieces: null,
  freeNeedsBoth: false,
});
/** What shops of the mainland usually begin with: further away costs more, and over the border is not sent. */
export const NEW_TEMPLATE: FreightDraft = {
  name: '',
  terms: {
    by: 'piece',
    rest: newCharge('piece'),
    zones: [],
    surcharges: [],
    unsent: { regions: ['710000', '810000', '820000'], reason: '' },
  },
};
export const draftOf = ({ name, terms }: Pick<Template, 'name' | 'terms'>): FreightDraft => ({
  name,
  terms: { ...terms, unsent: terms.unsent ?? { regions: [], reason: '' } },
});

/** What is sent; half-filled rules, which the form shows as wrong, are left out of a trial. */
export function termsOf({ terms }: FreightDraft): Terms {
  const charge = (c: Charge): Charge => ({
    ...newCharge(terms.by),
    ...c,
    firstFen: c.firstFen ?? 0,
    moreFen: c.moreFen ?? 0,
    freeFromFen: c.freeFromFen ?? null,
    freeFromPieces: c.freeFromPieces ?? null,
    freeNeedsBoth: c.freeNeedsBoth ?? false,
  });
  const named = terms.zones.filter((z) => z?.regions?.length > 0);
  const { regions = [], reason = '' } = terms.unsent ?? {};
  return {
    by: terms.by,
    rest: charge(terms.rest),
    zones: named.map((z) => ({ ...charge(z), regions: z.regions })),
    surcharges: terms.surcharges.filter((s) => s?.regions?.length > 0 && s.fen > 0),
    unsent: regions.length > 0 ? { regions, reason } : null,
  };
}

/** The name of a copy, short enough for the server. */
export const copyName = (name: string): string => `${[...name].slice(0, 16).join('')} 副本`;

/** What a template charges for most of the country, in a line. */
export function chargeText(by: Way, charge: Charge, yuan: (fen: number) => string): string {
  if (charge.isFree) return '包邮';
  const { unit, scale } = WAYS[by];
  const amount = (units: number) => `${units / scale} ${unit}`;
  const parts = [`首 ${amount(charge.firstUnits)} ${yuan(charge.firstFen)}`];
  if (charge.moreFen > 0) parts.push(`续 ${amount(charge.moreUnits)} ${yuan(charge.moreFen)}`);
  const free = [
    ...(charge.freeFromFen ? [`满 ${yuan(charge.freeFromFen)}`] : []),
    ...(charge.freeFromPieces ? [`满 ${charge.freeFromPieces} 件`] : []),
  ].join(charge.freeNeedsBoth ? '且' : '或');
  return [...parts, ...(free ? [`${free}包邮`] : [])].join('，');
}

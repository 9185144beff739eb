import { fen, sumFen } from '../../../kernel/money.ts';
import type { Draft, DraftLine, Offer } from './pricing.slots.ts';

/** An offer that was taken, and what it really took. */
export interface Picked {
  offer: Offer;
  /** Whether it is the unit price of its lines. */
  isPrice: boolean;
  lines: readonly { skuId: string; fen: number; units: number }[];
  /** Off the lines, and off freight. */
  fen: number;
  freightFen: number;
}
/** A basket on its way through the stages: never changed, so that many ways can be tried from one. */
export interface Standing {
  lines: readonly DraftLine[];
  /** Where each SKU stands among the lines. */
  places: ReadonlyMap<string, number>;
  /** Null before the stage 'freight'. */
  freightFen: number | null;
  picked: readonly Picked[];
}

export const startOf = (lines: readonly DraftLine[]): Standing => ({
  lines,
  places: new Map(lines.map((l, place) => [l.skuId, place])),
  freightFen: null,
  picked: [],
});

export const goodsFenOf = ({ lines }: Pick<Standing, 'lines'>): number => sumFen(lines.map((l) => l.fen));
export const totalFenOf = (standing: Standing): number => goodsFenOf(standing) + (standing.freightFen ?? 0);

/** Whether a line at this unit price can take part in an offer: either of the two may say no. */
const goesWith = (price: DraftLine['price'], { group, excludes }: Pick<Offer, 'group' | 'excludes'>): boolean =>
  price === null || !(price.excludes.includes(group) || excludes.includes(price.group));

export function draftOf(standing: Standing): Draft {
  const { lines } = standing;
  const isListed = lines.every((l) => l.price === null);
  return {
    lines,
    goodsFen: goodsFenOf(standing),
    freightFen: standing.freightFen ?? 0,
    linesFor: (offer) => (isListed ? lines : lines.filter((l) => goesWith(l.price, offer))),
  };
}

/** Whether two offers can't share an order. */
export function clash(a: Offer, b: Offer): boolean {
  if (a.group !== b.group) return a.excludes.includes(b.group) || b.excludes.includes(a.group);
  if (a.once === 'order' || b.once === 'order') return true;
  const skus = skusOf(a);
  return b.takes.some((t) => skus.has(t.skuId));
}

/** Asked for each pair of offers on each way. */
const skus = new WeakMap<Offer, ReadonlySet<string>>();
function skusOf(offer: Offer): ReadonlySet<string> {
  const known = skus.get(offer) ?? new Set(offer.takes.map((t) => t.skuId));
  skus.set(offer, known);
  return known;
}

/** What an offer would take by itself, fen: see `takeAll`. */
export function worthOf(standing: Standing, offer: Offer): number {
  let worth = cut(offer.freightFen ?? 0, standing.freightFen ?? 0);
  if (offer.fen !== undefined) return worth + offer.fen;
  const left = standing.lines.map((l) => l.fen);
  for (const t of offer.takes) {
    const at = standing.places.get(t.skuId) ?? -1;
    const line = standing.lines[at];
    if (!line || !goesWith(line.price, offer)) continue;
    const off = cut(t.fen, left[at] ?? 0);
    left[at] = (left[at] ?? 0) - off;
    worth += off;
  }
  return worth;
}

/** Takes offers one after the other, each cut to what each line and freight still cost; one that then takes nothing is left out. */
export function takeAll(standing: Standing, offers: readonly Offer[]): Standing {
  if (offers.length === 0) return standing;
  const lines = [...standing.lines];
  let { freightFen } = standing;
  const picked = [...standing.picked];
  for (const offer of offers) {
    const taken: Picked['lines'][number][] = [];
    for (const t of offer.takes) {
      const at = standing.places.get(t.skuId) ?? -1;
      const line = lines[at];
      if (!line || !goesWith(line.price, offer)) continue;
      const off = cut(t.fen, line.fen);
      if (off === 0) continue;
      lines[at] = { ...line, fen: line.fen - off };
      taken.push({ skuId: t.skuId, fen: off, units: unitsOf(t.units, line) });
    }
    const offFreight = cut(offer.freightFen ?? 0, freightFen ?? 0);
    if (taken.length === 0 && offFreight === 0) continue;
    if (freightFen !== null) freightFen -= offFreight;
    const fen = sumFen(taken.map((l) => l.fen));
    picked.push({ offer, isPrice: false, lines: taken, fen, freightFen: offFreight });
  }
  return { ...standing, lines, freightFen, picked };
}

const cut = (wanted: number, most: number): number => Math.min(Math.max(0, fen(wanted)), most);
const unitsOf = (units: number | undefined, { quantity }: DraftLine): number =>
  Math.min(Math.max(1, units ?? quantity), quantity);

/** Gives each line the lowest unit price that is offered for it. An offer takes what it won. */
export function takePrices(standing: Standing, offers: readonly Offer[]): Standing {
  const won = new Map<Offer, Picked['lines'][number][]>();
  const lines = standing.lines.map((line) => {
    let best: { offer: Offer; fen: number; units: number } | null = null;
    for (const offer of offers)
      for (const t of offer.takes) {
        const off = t.skuId === line.skuId ? cut(t.fen, line.fen) : 0;
        if (off > (best?.fen ?? 0)) best = { offer, fen: off, units: unitsOf(t.units, line) };
      }
    if (!best) return line;
    const { offer, ...off } = best;
    won.set(offer, [...(won.get(offer) ?? []), { skuId: line.skuId, ...off }]);
    return { ...line, fen: line.fen - off.fen, price: { group: offer.group, excludes: offer.excludes } };
  });
  const picked = offers.flatMap((offer) => {
    const mine = won.get(offer);
    return mine ? [{ offer, isPrice: true, lines: mine, fen: sumFen(mine.map((l) => l.fen)), freightFen: 0 }] : [];
  });
  return { ...standing, lines, picked: [...standing.picked, ...picked] };
}

/**
 * The one order of offers, whichever rule said them first: what takes more, then what ends first, then by name. `worth`: fen that each
 * would take alone.
 */
export const inOrder = (offers: readonly Offer[], worth: (offer: Offer) => number): Offer[] =>
  offers
    .map((offer) => ({ offer, fen: worth(offer) }))
    .sort((a, b) => b.fen - a.fen || until(a.offer) - until(b.offer) || (nameOf(a.offer) < nameOf(b.offer) ? -1 : 1))
    .map((o) => o.offer);

const until = (offer: Offer): number => offer.untilMs ?? Number.MAX_SAFE_INTEGER;
const nameOf = ({ group, source, ref, label }: Offer): string => [group, source, ref, label].join('\u0000');

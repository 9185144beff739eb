import type { Basket, DraftLine, Offer, Offered, Stage, Unmet } from './pricing.slots.ts';
import {
  clash,
  draftOf,
  inOrder,
  type Picked,
  type Standing,
  takeAll,
  takePrices,
  totalFenOf,
  worthOf,
} from './standing.rules.ts';
import { clustersOf, setsOf, type Way, waysOf } from './ways.rules.ts';

/** All that is asked at one place of the pipeline. */
export interface Level {
  stage: Stage;
  asks: readonly ((draft: ReturnType<typeof draftOf>) => Offered)[];
}
export interface Pipeline {
  levels: readonly Level[];
  wishes: Basket['wishes'];
  /** Freight for these lines, fen. */
  freightFen(lines: readonly DraftLine[]): number;
}
/** What was offered on the way that was chosen, and why not all of it applies. */
export interface Considered {
  offer: Offer;
  /** What it takes, or would take there alone. */
  fen: number;
  picked: boolean;
  /** What it does not go with. */
  because: Offer | null;
}
export interface Choice {
  standing: Standing;
  considered: Considered[];
  unmet: Unmet[];
}

/**
 * Asking the rules is what costs: after so many times, or when so many lines were looked at for offers, the best way found so far
 * stands. Small baskets are tried wholly; one of 50 lines with 50 offers gets some dozens of ways.
 */
const MOST_ASKS = 300;
const MOST_LOOKS = 10_000;
interface Place {
  standing: Standing;
  level: number;
  offered: Offered;
  worth: ReadonlyMap<Offer, number>;
  ways: readonly Way[];
  next: (Place | undefined)[];
}

/**
 * The cheapest way for the shopper through all levels. First the way that takes the most at each place, then those with one detour,
 * with two …, so that what is left out when asks run out is what is least likely to be better. Of equal ways the one with fewer
 * coupons, then the earlier found. Pure.
 */
export function choose(start: Standing, pipeline: Pipeline): Choice {
  const search = new Search(pipeline);
  const first = search.place(start, 0);
  search.walk(first, 0, []);
  // A pass that finds no way of its length has found them all.
  for (let detours = 1; !search.isOver && search.walk(first, detours, []); detours++);
  return search.choice();
}

class Search {
  readonly #pipeline: Pipeline;
  #asks = 0;
  #looks = 0;
  #best: { cost: readonly number[]; path: Place[]; standing: Standing } | null = null;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  get isOver(): boolean {
    return this.#best !== null && (this.#asks >= MOST_ASKS || this.#looks >= MOST_LOOKS);
  }

  place(standing: Standing, level: number): Place {
    const { levels, freightFen } = this.#pipeline;
    const at = levels[level];
    const isAfterGoods = !at || at.stage === 'freight' || at.stage === 'points';
    const here =
      isAfterGoods && standing.freightFen === null ? { ...standing, freightFen: freightFen(standing.lines) } : standing;
    if (!at) return { standing: here, level, offered: { offers: [] }, worth: new Map(), ways: [], next: [] };
    this.#asks++;
    const draft = draftOf(here);
    const answers = at.asks.map((ask) => ask(draft));
    const offered = {
      offers: answers.flatMap((a) => a.offers),
      unmet: answers.flatMap((a) => a.unmet ?? []),
    };
    this.#looks += here.lines.length * (offered.offers.length + offered.unmet.length);
    const worth = new Map(offered.offers.map((o) => [o, worthOf(here, o)]));
    return { standing: here, level, offered, worth, ways: this.#ways(at, here, worth), next: [] };
  }

  #ways(at: Level, standing: Standing, worth: ReadonlyMap<Offer, number>): Way[] {
    const open = inOrder(
      [...worth.keys()].filter((o) => this.#isWished(o) && (worth.get(o) ?? 0) > 0),
      (o) => worth.get(o) ?? 0,
    );
    // One SKU has one price, so there is nothing to choose.
    if (at.stage === 'unit-price') return [{ offers: open, detour: 0 }];
    const free = open.filter((o) => !standing.picked.some((p) => isAgainst(p, o)));
    return waysOf(clustersOf(free).map((c) => setsOf(c, (o) => this.#weight(o, worth))));
  }

  #isWished(offer: Offer): boolean {
    const { coupons } = this.#pipeline.wishes;
    return !offer.coupon || coupons === 'best' || (coupons !== 'none' && coupons.includes(offer.ref));
  }

  /** A coupon that the shopper named goes before any saving. */
  #weight(offer: Offer, worth: ReadonlyMap<Offer, number>): number {
    const { coupons } = this.#pipeline.wishes;
    const isNamed = offer.coupon && coupons !== 'best' && coupons !== 'none';
    return (worth.get(offer) ?? 0) + (isNamed ? Number.MAX_SAFE_INTEGER / 1024 : 0);
  }

  /** Walks all ways with exactly so many detours; false when there is none. */
  walk(place: Place, detours: number, path: readonly Place[]): boolean {
    const along = [...path, place];
    if (place.level === this.#pipeline.levels.length) {
      if (detours === 0) this.#weigh(place.standing, along);
      return detours === 0;
    }
    let found = false;
    for (const [n, way] of place.ways.entries()) {
      if (way.detour > detours || this.isOver) continue;
      place.next[n] ??= this.place(takenAt(place, this.#pipeline, way.offers), place.level + 1);
      if (this.walk(place.next[n], detours - way.detour, along)) found = true;
    }
    return found;
  }

  #weigh(standing: Standing, path: Place[]): void {
    const { coupons } = this.#pipeline.wishes;
    const used = standing.picked.filter((p) => p.offer.coupon).map((p) => p.offer.ref);
    const missed = typeof coupons === 'string' ? 0 : coupons.filter((ref) => !used.includes(ref)).length;
    const cost = [missed, totalFenOf(standing), used.length];
    if (!this.#best || isLess(cost, this.#best.cost)) this.#best = { cost, path, standing };
  }

  choice(): Choice {
    if (!this.#best) throw new Error('no way through the levels');
    const { path, standing } = this.#best;
    return {
      standing,
      considered: path.flatMap((place) =>
        place.offered.offers.map((offer) => ({
          offer,
          fen: place.worth.get(offer) ?? 0,
          picked: standing.picked.some((p) => p.offer === offer),
          because: standing.picked.find((p) => p.offer !== offer && isAgainst(p, offer))?.offer ?? null,
        })),
      ),
      unmet: path.flatMap((place) => place.offered.unmet ?? []),
    };
  }
}

const takenAt = ({ standing, level }: Place, { levels }: Pipeline, offers: readonly Offer[]): Standing =>
  levels[level]?.stage === 'unit-price' ? takePrices(standing, offers) : takeAll(standing, offers);

/** A unit price minds lines, which the draft keeps apart, and not the order. */
const isAgainst = (picked: Picked, offer: Offer): boolean => !picked.isPrice && clash(picked.offer, offer);

function isLess(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((figure, n) => figure !== b[n]);
  return at >= 0 && (a[at] as number) < (b[at] as number);
}

import type { Offer } from './pricing.slots.ts';
import { clash } from './standing.rules.ts';

/** Sets of one cluster, and ways out of one place, that are tried. */
const MOST_SETS = 64;
const MOST_WAYS = 64;

/** A way on from a place: offers that go together, and how far it is from what looks best there. */
export interface Way {
  offers: readonly Offer[];
  detour: number;
}

/** Offers that are to be decided on together, because each clashes with another of them. */
export function clustersOf(offers: readonly Offer[]): Offer[][] {
  let clusters: Offer[][] = [];
  for (const offer of offers) {
    const near = clusters.filter((c) => c.some((other) => clash(offer, other)));
    clusters = clusters.filter((c) => !near.includes(c));
    clusters.push([...near.flat(), offer]);
  }
  return clusters;
}

/** The sets of a cluster that go together, the empty one too, by what they weigh; of equal ones, in the given order. */
export function setsOf(cluster: readonly Offer[], weight: (offer: Offer) => number): Offer[][] {
  const sets: { offers: Offer[]; weight: number }[] = [];
  const grow = (from: number, set: Offer[], sum: number): void => {
    for (let n = from; n < cluster.length && sets.length < MOST_SETS; n++) {
      const offer = cluster[n] as Offer;
      if (!set.some((other) => clash(offer, other))) grow(n + 1, [...set, offer], sum + weight(offer));
    }
    if (sets.length <= MOST_SETS || set.length === 0) sets.push({ offers: set, weight: sum });
  };
  grow(0, [], 0);
  return sets.sort((a, b) => b.weight - a.weight).map((s) => s.offers);
}

/** Ways through all clusters, one set of each: those with the fewest clusters that are not at their best first. */
export function waysOf(clusters: readonly (readonly Offer[][])[]): Way[] {
  const ways: Way[] = [];
  const grow = (at: number, detours: number, offers: readonly Offer[], detour: number): void => {
    if (ways.length >= MOST_WAYS) return;
    const sets = clusters[at];
    if (!sets) {
      if (detours === 0) ways.push({ offers, detour });
      return;
    }
    const [best = [], ...others] = sets;
    grow(at + 1, detours, [...offers, ...best], detour);
    if (detours > 0) for (const set of others) grow(at + 1, detours - 1, [...offers, ...set], detour + 1);
  };
  for (let detours = 0; detours <= clusters.length && ways.length < MOST_WAYS; detours++) grow(0, detours, [], 0);
  return ways;
}

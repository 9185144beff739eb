interface Group {
  ref: string;
  skuIds: readonly string[];
  offFen: number;
}
/** A promotion's lines of a cart; null: those that none counts. */
export interface Grouped<G, L> {
  group: G | null;
  lines: L[];
}

/**
 * Lines by the promotion that counts them, in the order of the cart; each stands once, with the promotion that takes the most off now,
 * else with the first. Lines of no promotion come last.
 */
export function groupLines<G extends Group, L extends { skuId: string }>(
  lines: readonly L[],
  groups: readonly G[],
): Grouped<G, L>[] {
  const order = [...groups].sort((a, b) => b.offFen - a.offFen);
  const groupOf = (line: L): G | null => order.find(({ skuIds }) => skuIds.includes(line.skuId)) ?? null;
  const found = new Map<G | null, L[]>();
  for (const line of lines) {
    const group = groupOf(line);
    found.set(group, [...(found.get(group) ?? []), line]);
  }
  const loose = found.get(null);
  found.delete(null);
  return [
    ...[...found].map(([group, own]) => ({ group, lines: own })),
    ...(loose ? [{ group: null, lines: loose }] : []),
  ];
}

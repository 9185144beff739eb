interface Cart {
  lines: readonly { skuId: string; quantity: number; selected: boolean }[];
  groups: readonly { ref: string; offFen: number; unmet: { gapFen?: number; gapUnits?: number } | null }[];
}

/** Whether the cart has enough for what a promotion gives, and how many pieces of it are chosen already. */
export function chosenOf(
  cart: Cart | undefined,
  ref: string,
  items: readonly { skuId: string }[],
): { isReached: boolean; count: number } {
  const group = cart?.groups.find((one) => one.ref === ref);
  const { offFen = 0, unmet = null } = group ?? {};
  // With nothing selected there is neither.
  const isReached = offFen > 0 || (unmet !== null && !unmet.gapFen && !unmet.gapUnits);
  const own = cart?.lines.filter((line) => items.some((item) => item.skuId === line.skuId)) ?? [];
  return { isReached, count: own.reduce((sum, line) => sum + line.quantity, 0) };
}

/** The pause before try number `tries` + 1, from a list of growing pauses; the last one stands for all further tries. */
export const pauseAfter = (pausesMs: readonly number[], tries: number): number =>
  pausesMs[Math.min(Math.max(tries, 1), pausesMs.length) - 1] ?? 0;

import { vi } from 'vitest';

/** For a fact, not a time: where it comes the wait is over at once, and a machine that many share may take long. */
const PATIENCE_MS = 20_000;

const { waitFor } = vi;
vi.waitFor = (look, options) =>
  waitFor(look, typeof options === 'number' ? options : { timeout: PATIENCE_MS, ...options });

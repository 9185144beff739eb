import { vi } from 'vitest';

/** For a fact, not a time: where it comes the wait is over at once, and a machine that many share may take long. */
const PATIENCE_MS = 20_000;

/** In a process that runs several files this runs before each, and once is enough. */
const DONE = Symbol.for('jishi: patience');

const { waitFor } = vi;
if (!(DONE in waitFor))
  vi.waitFor = Object.assign<typeof waitFor, object>(
    (look, options) => waitFor(look, typeof options === 'number' ? options : { timeout: PATIENCE_MS, ...options }),
    { [DONE]: true },
  );

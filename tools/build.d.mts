/** Builds what is out of date of `server`, `console`, `h5`, `weapp` and `pictures`. */
export function buildAll(names: string[]): Promise<void>;

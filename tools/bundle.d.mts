/** Bundles a TypeScript program for Node; our own workspaces go in, packages stay outside. */
export function bundle(entry: string, outfile: string, sourcemap?: 'inline' | 'linked'): Promise<void>;

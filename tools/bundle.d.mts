import type { BuildOptions } from 'esbuild';

/** Bundles a TypeScript program for Node; our own workspaces go in, packages stay outside. */
export function bundle(entry: string, outfile: string, sourcemap?: 'inline' | 'linked'): Promise<void>;
/** The same with the packages inside, as the server is shipped; its map lies beside it. */
export function bundleProgram(entry: string, outfile: string): Promise<void>;
export function programOptions(entry: string, outfile: string): BuildOptions;

// Bundles our own TypeScript for Node; packages stay packages.
import { build } from 'esbuild';

const ownSourcesOnly = {
  name: 'own-sources-only',
  setup(b) {
    b.onResolve({ filter: /^[^./]/ }, (a) =>
      a.path.startsWith('@jishi/') || a.kind === 'entry-point' ? null : { path: a.path, external: true },
    );
  },
};

export const bundleOptions = (entry, outfile, sourcemap = 'inline') => ({
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap,
  logLevel: 'error',
  plugins: [ownSourcesOnly],
});

export const bundle = (entry, outfile, sourcemap) => build(bundleOptions(entry, outfile, sourcemap));

import type { Exception } from './licences.rules.ts';

const CHANGES_NOTHING = 'used unchanged, as a program of its own; its own files stay under their terms';

export const EXCEPTIONS: readonly Exception[] = [
  {
    name: '@img/sharp-libvips-*',
    licence: 'LGPL-3.0-or-later',
    reason:
      'a shared library that sharp loads and anybody may replace; passed on unchanged with its terms (LGPL-3.0 §4)',
  },
  {
    name: '@img/sharp-win32-*',
    licence: 'Apache-2.0 AND LGPL-3.0-or-later',
    reason: 'sharp with the same shared library',
  },
  {
    name: '@img/sharp-wasm32',
    licence: 'Apache-2.0 AND LGPL-3.0-or-later AND MIT',
    reason: 'only where nothing native runs; never part of the archive',
  },
  { name: 'lightningcss*', licence: 'MPL-2.0', reason: `builds the console: ${CHANGES_NOTHING}` },
  { name: 'webpack-chain', licence: 'MPL-2.0', reason: `builds the storefront: ${CHANGES_NOTHING}` },
  { name: 'axe-core', licence: 'MPL-2.0', reason: `tests the pages: ${CHANGES_NOTHING}` },
  {
    name: 'caniuse-lite',
    licence: 'CC-BY-4.0',
    reason: 'a table of what browsers can do, read when pages are built; not passed on',
  },
  { name: 'humanize-number', licence: null, reason: 'its Readme says MIT; part of the S3 server of the tests' },
  { name: 'only', licence: null, reason: 'its Readme says MIT; part of the S3 server of the tests' },
];

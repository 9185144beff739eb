import path from 'node:path';
import { defineConfig } from '@tarojs/cli';
import PRODUCT from '../../../package.json';
import CLIENT from '../../../packages/api-client/package.json';
import { LeanTemplates } from './lean-templates';
import { PackagesFile } from './packages-file';
import { PageFiles } from './page-files';

const noModules = {
  enable: false,
  config: { namingPattern: 'module', generateScopedName: '[name]__[local]' },
} as const;
/** A part that so many pages use stands in the script that all of them load. */
const SHARED_BY_PAGES = 5;
/** A sibling workspace ships TypeScript sources, and TanStack Query private fields, which older phones do not know: compiled like our own. */
const compile = { include: [(file: string) => /api-client|@tanstack/.test(file)] } as never;

/** Each door of the client's package. */
const clientAlias = Object.fromEntries(
  Object.entries(CLIENT.exports).map(([door, file]) => [
    `@jishi/api-client${door.slice(1)}$`,
    path.resolve(__dirname, '../../../packages/api-client', file),
  ]),
);

export default defineConfig<'webpack5'>({
  projectName: 'jishi-storefront',
  date: '2026-11-23',
  designWidth: 375,
  deviceRatio: { 375: 2, 640: 1.17, 750: 1, 828: 0.905 },
  sourceRoot: 'src',
  outputRoot: `dist/${process.env.TARO_ENV}`,
  plugins: [],
  defineConstants: {
    API_BASE: JSON.stringify(process.env.API_BASE ?? 'http://127.0.0.1:8787'),
    VERSION: JSON.stringify(PRODUCT.version),
  },
  alias: clientAlias,
  // Taro quotes keys, and with them the names of private fields, which no browser reads.
  terser: { enable: true, config: { output: { quote_keys: false } } },
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  cache: { enable: false },
  logger: { quiet: true, stats: false },
  mini: {
    compile,
    // A mini program has no AbortController, which queries take for granted.
    webpackChain(chain, webpack) {
      const own = { AbortController: ['@jishi/api-client/abort', 'AbortController'] };
      chain.plugin('lean-templates').use(LeanTemplates);
      chain.plugin('abort').use(webpack.ProvidePlugin, [own]);
      const rule = chain.module
        .rule('no-global-this')
        .test(/@tanstack/)
        .enforce('pre');
      rule.use('no-global-this').loader(path.resolve(__dirname, 'no-global-this.js'));
    },
    // Nothing here writes HTML.
    runtime: { enableInnerHTML: false },
    minifyXML: { collapseWhitespace: true },
    // Templates are written once for each level of nesting; what lies deeper would be drawn by a component. Its types forgot it.
    ...({ baseLevel: 14 } as object),
    // What only the pages of one package use stands in that package.
    optimizeMainPackage: { enable: true },
    miniCssExtractPluginOption: { ignoreOrder: true },
    // Sizes are written in px and meant as px; no scaling by the width of the screen.
    postcss: { pxtransform: { enable: false, config: {} }, cssModules: noModules },
  },
  h5: {
    compile,
    publicPath: '/',
    staticDirectory: 'static',
    useHtmlComponents: true,
    router: { mode: 'browser' },
    output: { filename: 'static/js/[name].[contenthash:8].js', chunkFilename: 'static/js/[name].[contenthash:8].js' },
    miniCssExtractPluginOption: {
      ignoreOrder: true,
      filename: 'static/css/[name].[contenthash:8].css',
      chunkFilename: 'static/css/[name].[contenthash:8].css',
    },
    webpackChain(chain) {
      // In the browser Preact stands in for React: a third of the first page's script.
      chain.resolve.alias
        .set('react$', 'preact/compat')
        .set('react-dom$', 'preact/compat')
        .set('react-dom/client$', 'preact/compat/client')
        .set('react/jsx-runtime$', 'preact/jsx-runtime');
      chain.optimization.splitChunks({
        chunks: 'all',
        cacheGroups: {
          // What most pages use is loaded once, with the first of them; what a few use comes with these.
          shared: {
            test: /storefront[\\/]src[\\/](?!modules)|api-client/,
            name: 'shared',
            minChunks: SHARED_BY_PAGES,
            enforce: true,
          },
        },
      });
      chain.plugin('page-files').use(PageFiles);
      chain.plugin('packages-file').use(PackagesFile);
      chain.performance.hints(false);
    },
    imageUrlLoaderOption: { limit: 2048 },
    postcss: {
      autoprefixer: { enable: true, config: {} },
      pxtransform: { enable: false, config: {} },
      cssModules: noModules,
    },
  },
});

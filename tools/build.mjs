import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { bundleProgram } from './bundle.mjs';
import { run } from './install.mjs';
import { step } from './progress.mjs';

const SKIP = new Set(['node_modules', 'dist', '.cache']);
const node = process.execPath;
const inside = (dir, script, ...args) =>
  run(node, [path.resolve('node_modules', script), ...args], { cwd: dir, stdio: ['ignore', 'ignore', 'inherit'] });
const taro = (type) =>
  run(node, [path.resolve('node_modules/@tarojs/cli/bin/taro'), 'build', '--type', type], {
    cwd: 'apps/storefront',
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });

/** What is built, from which folders, and where it lands. */
const TARGETS = {
  server: {
    from: ['apps/server/src', 'packages', 'tools/bundle.mjs'],
    out: 'apps/server/dist',
    make: () => bundleProgram('apps/server/src/main.ts', 'apps/server/dist/main.js'),
  },
  console: {
    from: ['apps/console', 'packages/api-client'],
    out: 'apps/console/dist',
    compressed: true,
    make: () => inside('apps/console', 'vite/bin/vite.js', 'build', '--logLevel', 'error'),
  },
  h5: {
    from: ['apps/storefront', 'packages/api-client'],
    out: 'apps/storefront/dist/h5',
    compressed: true,
    make: () => taro('h5'),
  },
  weapp: {
    from: ['apps/storefront', 'packages/api-client'],
    out: 'apps/storefront/dist/weapp',
    make: () => taro('weapp'),
  },
  pictures: {
    // They are in the repository: this draws what changed.
    from: ['packages/demo/src'],
    out: 'packages/demo/pictures',
    make: () => run(node, ['tools/run.mjs', 'packages/demo/src/render.ts', '--out', 'packages/demo/pictures']),
  },
};

/** A hash of everything that goes into a target, so that nothing is built twice and nothing stale is served. */
function inputHash(target) {
  const hash = createHash('sha256').update(readFileSync('package-lock.json'));
  const add = (file) => hash.update(file).update(readFileSync(file));
  const walk = (at) => {
    for (const entry of readdirSync(at, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (SKIP.has(entry.name) || entry.name.endsWith('.test.ts')) continue;
      const file = path.join(at, entry.name);
      if (entry.isDirectory()) walk(file);
      else add(file);
    }
  };
  for (const from of target.from) (statSync(from).isDirectory() ? walk : add)(from);
  return hash.digest('hex');
}

/** Leaves .br and .gz beside every text that a browser loads, so that the server has nothing to compress. */
function compress(dir) {
  for (const file of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(js|css|svg|json)$/.test(file)) continue;
    const at = path.join(dir, file);
    const text = readFileSync(at);
    writeFileSync(`${at}.gz`, gzipSync(text, { level: 9 }));
    writeFileSync(`${at}.br`, brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
  }
}

async function buildOne(name) {
  const target = TARGETS[name];
  const stamp = path.join(target.out, '.built');
  const hash = inputHash(target);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  await step(`building ${name}`, async () => {
    await target.make();
    if (target.compressed) compress(target.out);
  });
  mkdirSync(target.out, { recursive: true });
  writeFileSync(stamp, hash);
}

/** Builds what is out of date: the one heavy build on one core, the small ones one after the other beside it. */
export async function buildAll(names) {
  const heavy = names.filter((n) => n === 'h5' || n === 'weapp');
  const light = names.filter((n) => !heavy.includes(n));
  const inTurn = async (list) => {
    for (const name of list) await buildOne(name);
  };
  await Promise.all([inTurn(heavy), inTurn(light)]);
}

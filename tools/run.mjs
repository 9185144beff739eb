// Runs a TypeScript program of this repository on any supported Node.
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';

const [entry, ...args] = process.argv.slice(2);
if (!entry) throw new Error('usage: node tools/run.mjs FILE.ts [arguments]');
// Beside the packages of its own workspace, so that it finds the versions that workspace asked for.
let home = path.dirname(path.resolve(entry));
while (!existsSync(path.join(home, 'package.json'))) home = path.dirname(home);
const outfile = path.join(
  home,
  'node_modules/.cache/jishi',
  `${path.relative(home, entry).replace(/[^\w]/g, '_')}.mjs`,
);
mkdirSync(path.dirname(outfile), { recursive: true });
// Two may start at once: each finds a whole file, its own or the other's, and never the beginning of one.
const part = `${outfile}.${process.pid}`;
await bundle(entry, part);
renameSync(part, outfile);
process.argv = [process.argv[0], path.resolve(entry), ...args];
await import(pathToFileURL(outfile).href);

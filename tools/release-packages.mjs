// Which packages a bundle needs at run time, found as Node finds them: nothing is installed, so the versions are those of the lockfile.
import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { programOptions } from './bundle.mjs';

const read = (dir) => JSON.parse(readFileSync(path.join(dir, 'package.json'), 'utf8'));
const nameOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** The folder of a package as seen from another one; null when it is not installed, as those of other platforms are not. */
function folderOf(name, from) {
  for (let at = from; ; at = path.dirname(at)) {
    const dir = path.join(at, 'node_modules', name);
    if (existsSync(path.join(dir, 'package.json'))) return dir;
    if (at === path.dirname(at)) return null;
  }
}

/** Read at run time from where it lies: the files of the API's page. */
const FILES_OF = ['@fastify/swagger-ui'];

/**
 * What the program of `entry` needs: folders of `loaded` packages with everything below them (`leave` names packages that stay out), and
 * of those that stand `inside` the bundle.
 */
export async function packagesOf(entry, leave = () => false) {
  const { metafile } = await build({ ...programOptions(entry, 'unused.js'), write: false, metafile: true });
  const found = new Set();
  const visit = (name, from, optional) => {
    if (leave(name)) return;
    const dir = folderOf(name, from);
    if (!dir && optional) return;
    if (!dir) throw new Error(`${name}, which ${from} needs, is not installed`);
    if (found.has(dir)) return;
    found.add(dir);
    const {
      dependencies = {},
      optionalDependencies = {},
      peerDependencies = {},
      peerDependenciesMeta = {},
    } = read(dir);
    const peers = Object.keys(peerDependencies).filter((peer) => !peerDependenciesMeta[peer]?.optional);
    for (const needed of Object.keys(dependencies)) visit(needed, dir, needed in optionalDependencies);
    for (const wanted of [...Object.keys(optionalDependencies), ...peers]) visit(wanted, dir, true);
  };
  for (const [file, { imports }] of Object.entries(metafile.inputs))
    for (const one of imports.filter((i) => i.external && i.path !== '<runtime>' && !isBuiltin(i.path)))
      visit(nameOf(one.path), path.dirname(path.resolve(file)), false);
  // Found by name at run time, so no import says that it is needed.
  for (const name of Object.keys(read('packages/embedded').optionalDependencies))
    visit(name, path.resolve('packages/embedded'), true);
  for (const name of FILES_OF) found.add(folderOf(name, path.resolve('apps/server')));
  const inside = new Set();
  for (const file of Object.keys(metafile.inputs)) {
    const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? [];
    if (folder && !found.has(path.resolve(folder))) inside.add(path.resolve(folder));
  }
  return { loaded: [...found], inside: [...inside] };
}

export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A compiled mini program: the text of its files by their path inside the package. */
export type PackageFiles = Record<string, string>;

const TEXTS = /\.(js|json|wxml|wxss|wxs)$/;

/** Reads a build such as dist/weapp. Throws when there is none. */
export function readPackage(dir: string): PackageFiles {
  const files: PackageFiles = {};
  for (const entry of readdirSync(dir, { recursive: true, encoding: 'utf8' }))
    if (TEXTS.test(entry)) files[entry.split(path.sep).join('/')] = readFileSync(path.join(dir, entry), 'utf8');
  return files;
}

interface Packages {
  subPackages?: { root: string }[];
}
/** Bytes of each package with its pictures, `main` and the others by their folder: what WeChat's limit of 2 MB each counts. */
export function packageSizes(dir: string): Record<string, number> {
  const { subPackages = [] } = JSON.parse(readFileSync(path.join(dir, 'app.json'), 'utf8')) as Packages;
  const sizes: Record<string, number> = { main: 0, ...Object.fromEntries(subPackages.map(({ root }) => [root, 0])) };
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name === '.built') continue;
    const file = path.join(entry.parentPath, entry.name);
    const [first = ''] = path.relative(dir, file).split(path.sep);
    const name = first in sizes ? first : 'main';
    sizes[name] = (sizes[name] ?? 0) + readFileSync(file).length;
  }
  return sizes;
}

/** A path relative to a file of the package, or from its root with a leading slash. */
export function resolve(from: string, relative: string): string {
  if (relative.startsWith('/')) return relative.slice(1);
  const parts = from.split('/').slice(0, -1);
  for (const part of relative.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

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

/** Bytes of all files of the package, pictures too: what WeChat's limit of 2 MB counts. */
export const packageBytes = (dir: string): number =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + readFileSync(path.join(entry.parentPath, entry.name)).length, 0);

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

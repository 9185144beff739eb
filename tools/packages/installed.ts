import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Package } from './licences.rules.ts';

interface Described {
  name: string;
  version: string;
  license?: unknown;
  /** How packages of before 2015 said it. */
  licenses?: { type: string }[];
}

const said = ({ license, licenses }: Described): string | null => {
  if (typeof license === 'string') return license;
  const types = licenses?.map(({ type }) => type) ?? [];
  return types.length > 0 ? types.join(' OR ') : null;
};

/**
 * All packages of others in the lockfile of `root`, each once a version. An installed one is read from its own files; for one of another
 * platform the lockfile speaks, and where that says nothing it is left to those who install it.
 */
export function packagesOfLockfile(root: string): Package[] {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string; license?: string; link?: boolean }>;
  };
  const found = new Map<string, Package>();
  for (const [dir, locked] of Object.entries(packages)) {
    const [, name] = /.*node_modules\/(.+)$/.exec(dir) ?? [];
    if (!name || locked.link) continue;
    const own = path.join(root, dir, 'package.json');
    if (!existsSync(own) && !locked.license) continue;
    const described: Described = existsSync(own) ? JSON.parse(readFileSync(own, 'utf8')) : { name, ...locked };
    found.set(`${name} ${locked.version}`, { name, version: locked.version, licence: said(described) });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

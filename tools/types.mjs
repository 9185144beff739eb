// Checks the types of every workspace, each under its own settings. What was found is kept, so that only what changed is checked again.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { run } from './install.mjs';

const PROJECTS = [
  'tsconfig.json',
  'packages/api-client/tsconfig.json',
  'e2e/tsconfig.json',
  'apps/console/tsconfig.json',
  // Once for each platform: the default files are the mini program's.
  'apps/storefront/tsconfig.json',
  'apps/storefront/tsconfig.h5.json',
];
const CACHE = 'node_modules/.cache/jishi-types';
for (const project of PROJECTS.filter((p) => existsSync(p))) {
  const kept = `${CACHE}/${project.replace(/[^\w]/g, '_')}`;
  await run(process.execPath, [
    path.resolve('node_modules/typescript/bin/tsc'),
    ...['-p', project, '--noEmit', '--incremental', '--tsBuildInfoFile', path.resolve(kept)],
  ]);
}

// Checks the types of every workspace, each under its own settings.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { run } from './install.mjs';

const PROJECTS = [
  'tsconfig.json',
  'packages/api-client/tsconfig.json',
  'e2e/tsconfig.json',
  'apps/console/tsconfig.json',
  'apps/storefront/tsconfig.json',
];
for (const project of PROJECTS.filter((p) => existsSync(p)))
  await run(process.execPath, [path.resolve('node_modules/typescript/bin/tsc'), '-p', project, '--noEmit']);

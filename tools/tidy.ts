import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { permissions } from './tidy/contract.ts';
import { unusedExports } from './tidy/exports.ts';
import { kinds, platformNames, sizes } from './tidy/files.ts';
import { circles, climbing } from './tidy/imports.ts';
import { expandContract } from './tidy/migrations.ts';
import { composeOf, floorOrder, slotUse } from './tidy/modules.ts';
import { linkSources, readSource, sourceFiles, type Violation } from './tidy/source.ts';
import { foreignTables, tablesOf, tenancy } from './tidy/tables.ts';

const root = process.cwd();
const MIGRATIONS = 'apps/server/src/migrations';
/** Fewer files than this were not all of them: a reader that reads nothing finds nothing wrong. */
const AT_LEAST = 150;

const dirs = readdirSync(path.join(root, 'packages')).map((p) => `packages/${p}/src`);
const sources = linkSources(
  sourceFiles(root, [
    'apps/server/src',
    'apps/console/src',
    'apps/storefront/src',
    ...dirs,
    'tools',
    'bench',
    'e2e',
  ]).map((f) => readSource(root, f)),
);
const migrations = readdirSync(path.join(root, MIGRATIONS)).map((f) => ({
  file: `${MIGRATIONS}/${f}`,
  sql: readFileSync(path.join(root, MIGRATIONS, f), 'utf8'),
}));
const tables = new Set(migrations.flatMap((m) => tablesOf(m.file, m.sql).map((t) => t.name)));

/** Programs, front doors of packages and what a framework reads by its name. */
const ENTRIES =
  /\/main\.tsx?$|\.config\.tsx?$|\/contract\.ts$|^tools\/\w+\.ts$|^packages\/[\w-]+\/src\/index\.ts$|^packages\/api-client\/src\/(react\/index|stale|abort)\.ts$|^apps\/storefront\/src\/(app|(pages|trade|account)\/\w+)\.tsx?$/;

const violations: Violation[] = [
  ...sources.flatMap(climbing),
  ...circles(sources),
  ...composeOf(sources).flatMap(floorOrder),
  ...sources.flatMap(slotUse),
  ...sources.flatMap(sizes),
  ...sources.flatMap(kinds),
  ...sources.flatMap(platformNames),
  ...unusedExports(sources, ENTRIES),
  ...sources.flatMap((s) => foreignTables(s, tables)),
  ...migrations.flatMap((m) => tenancy(m.file, m.sql)),
  ...expandContract(migrations, readFileSync(path.join(root, 'tools/tidy/released.txt'), 'utf8')),
  ...permissions(JSON.parse(readFileSync(path.join(root, 'packages/api-client/openapi.json'), 'utf8'))),
];

for (const v of violations) console.log(`${v.path}:${v.line}  ${v.rule}: ${v.what}`);
if (sources.length < AT_LEAST) {
  console.log(`only ${sources.length} files were read; at least ${AT_LEAST} were expected`);
  process.exitCode = 1;
}
if (violations.length > 0) process.exitCode = 1;
console.log(`tidy: ${sources.length} files and ${tables.size} tables read, ${violations.length} rules broken`);

import { LENT_TABLES, PLATFORM_TABLES, SERVER, TABLES_OF_NO_TENANT } from './house.ts';
import { placeOf } from './imports.ts';
import { isTest, type Source, type Violation } from './source.ts';

export interface Table {
  name: string;
  file: string;
  line: number;
  sql: string;
}

/** Tables of a migration with the text of their definition. */
export function tablesOf(file: string, sql: string): Table[] {
  return [...sql.matchAll(/create table (\w+) \(([\s\S]*?)\n\)/g)].map((m) => ({
    name: m[1] ?? '',
    file,
    line: sql.slice(0, m.index).split('\n').length,
    sql: m[2] ?? '',
  }));
}

/** `tenant_id` first in every primary key and unique index, and every table behind the tenant wall. */
export function tenancy(file: string, sql: string): Violation[] {
  const found: Violation[] = [];
  for (const table of tablesOf(file, sql)) {
    if (TABLES_OF_NO_TENANT.includes(table.name)) continue;
    const complain = (what: string) =>
      found.push({ rule: 'tenancy', path: file, line: table.line, what: `${table.name}: ${what}` });
    if (!/primary key \(tenant_id\b|tenant_id integer primary key/.test(table.sql))
      complain('tenant_id must be first in its primary key');
    if (!new RegExp(`call protect\\('${table.name}'`).test(sql))
      complain('is not behind the tenant wall (call protect)');
  }
  for (const m of sql.matchAll(/create unique index (\w+) on \w+ \((\w+)/g))
    if (m[2] !== 'tenant_id')
      found.push({
        rule: 'tenancy',
        path: file,
        line: sql.slice(0, m.index).split('\n').length,
        what: `${m[1]}: tenant_id must be first in a unique index`,
      });
  return found;
}

/** The module that owns a table: its name is the module's, or begins with it. */
const ownerOf = (table: string): string => {
  for (const [place, tables] of Object.entries(PLATFORM_TABLES)) if (tables.includes(table)) return place;
  return table.split('_')[0] ?? table;
};

const NAMED =
  /(?:selectFrom|insertInto|updateTable|deleteFrom|innerJoin|leftJoin)\(\s*'(\w+)|\b(?:from|join|into|update)\s+(\w+)/g;

/** A table belongs to one module; nobody else names it. */
export function foreignTables(source: Source, known: ReadonlySet<string>): Violation[] {
  const place = placeOf(source.path);
  if (!place || place.floor === 'kernel' || place.floor === 'top' || isTest(source.path)) return [];
  const mine = place.module?.split('/')[1] ?? source.path.slice(SERVER.length).split('/').slice(0, 2).join('/');
  const lent = LENT_TABLES[place.module ?? ''] ?? [];
  return [...source.text.matchAll(NAMED)].flatMap((m) => {
    const table = m[1] ?? m[2] ?? '';
    if (!known.has(table) || lent.includes(table)) return [];
    if (ownerOf(table) === mine) return [];
    return [
      {
        rule: 'tables',
        path: source.path,
        line: source.text.slice(0, m.index).split('\n').length,
        what: `${table} belongs to ${ownerOf(table)}`,
      },
    ];
  });
}

import { createHash } from 'node:crypto';
import type { Violation } from './source.ts';

const RULE = { rule: 'migrations' };

interface Migration {
  file: string;
  sql: string;
}

/** What a program of the release before could still be using: gone, renamed, of another kind, or required all at once. */
const CONTRACTS =
  /\b(drop\s+(table|column|function|procedure|view)|rename\s+(to|column)|alter\s+column\s+\S+\s+(type|set\s+not\s+null)|add\s+column\s+\S+[^,;]*\bnot\s+null(?![^,;]*\bdefault\b))/i;
/** Said in the line before, when no released program uses it any more. */
const REASON = /^\s*-- contract: \S/;

const checksumOf = (sql: string): string => createHash('sha256').update(sql).digest('hex');

/**
 * After the first release a migration is never edited, and a new one leaves the program before it working, because both run side by side
 * while processes are replaced. `released` holds a line `CHECKSUM  NAME` for each migration of the last release; without lines nothing is
 * checked.
 */
export function expandContract(migrations: readonly Migration[], released: string): Violation[] {
  const checksums = new Map(
    released
      .split('\n')
      .filter((line) => !line.startsWith('#'))
      .map((line) => line.trim().split(/\s+/))
      .flatMap(([checksum, name]) => (checksum && name ? [[name, checksum] as const] : [])),
  );
  if (checksums.size === 0) return [];
  return migrations.flatMap(({ file, sql }) => {
    const name = file.split('/').at(-1) ?? file;
    const checksum = checksums.get(name);
    if (checksum)
      return checksum === checksumOf(sql)
        ? []
        : [{ ...RULE, path: file, line: 1, what: 'was released and is never edited: add a new migration' }];
    return contractions(file, sql);
  });
}

function contractions(file: string, sql: string): Violation[] {
  const lines = sql.split('\n');
  return lines.flatMap((line, i) =>
    CONTRACTS.test(line.replace(/--.*/, '')) && !REASON.test(lines[i - 1] ?? '')
      ? [
          {
            ...RULE,
            path: file,
            line: i + 1,
            what: 'takes away what the release before may use: expand first, and contract in a later release, after a line "-- contract: why"',
          },
        ]
      : [],
  );
}

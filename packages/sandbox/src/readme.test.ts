import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from './context.ts';

test('the README lists exactly the settings there are, with their defaults', () => {
  const readme = readFileSync('packages/sandbox/README.md', 'utf8');
  const [, table = ''] = readme.split('## Settings');
  const rows = [...table.matchAll(/^\| `(\w+)` \| `([^`]+)` \|/gm)];
  expect(Object.fromEntries(rows.map(([, name = '', value = '']) => [name, JSON.parse(value)]))).toEqual(
    DEFAULT_SETTINGS,
  );
});

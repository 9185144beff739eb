import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../apps/server/src/platform/config.ts';

const CHART = 'deploy/helm';
const templates = readdirSync(`${CHART}/templates`)
  .map((file) => readFileSync(path.join(CHART, 'templates', file), 'utf8'))
  .join('\n');
const values = readFileSync(`${CHART}/values.yaml`, 'utf8');

/** What the server reads from its environment. */
function settings(): Set<string> {
  const names = new Set<string>(['NODE_ENV']);
  const note = (_: object, name: string | symbol) => void names.add(String(name));
  readConfig([], new Proxy({}, { get: note }) as NodeJS.ProcessEnv);
  return names;
}
const upper = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name = '']) => name);

test('container files give the server settings that it reads', () => {
  const known = settings();
  const given = [
    ...upper(readFileSync('deploy/Dockerfile', 'utf8'), /(?<=^ENV .*)\b([A-Z_]+)=/gm),
    ...upper(
      readFileSync('deploy/compose.yaml', 'utf8')
        .replace(/POSTGRES_\w+: /g, '')
        .replace(/\bDOMAIN: /g, ''),
      /^ {4,6}([A-Z_]+): /gm,
    ),
    ...upper(values, /^ {2}([A-Z_]+): /gm),
    ...upper(templates, /name: ([A-Z][A-Z_]+)/g),
    ...upper(templates, /"([A-Z][A-Z_]+)"/g),
  ];
  expect(given.length).toBeGreaterThan(20);
  expect(given.filter((name) => !known.has(name))).toEqual([]);
});

test('the chart’s templates use values that it has, and define the parts that they include', () => {
  const used = upper(templates, /\.Values\.([\w.]+)/g);
  expect(used.length).toBeGreaterThan(8);
  const last = (name: string) => name.split('.').at(-1) ?? '';
  expect(used.filter((name) => !new RegExp(`^ *${last(name)}:`, 'm').test(values))).toEqual([]);
  const defined = upper(templates, /define "([\w.]+)"/g);
  expect(upper(templates, /include "([\w.]+)"/g).filter((name) => !defined.includes(name))).toEqual([]);
});

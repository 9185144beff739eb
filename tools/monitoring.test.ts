import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const SOURCES = 'apps/server/src';
const source = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => readFileSync(path.join(SOURCES, file), 'utf8'))
  .join('\n');
/** Of Node and the process, from prom-client's default metrics. */
const OF_NODE = ['process_resident_memory_bytes', 'nodejs_eventloop_lag_p99_seconds', 'process_cpu_seconds_total'];
const registered = new Set(
  source.match(/(?<=gauges?\(\s*')jishi_\w+(?=')|(?<=name: ')jishi_\w+_(?:seconds|total)(?=')/g),
);
const events = new Set(source.match(/(?<=metrics\.count\(')\w+(?=')/g));

const grafana: { panels: { targets: { expr: string }[] }[] } = JSON.parse(
  readFileSync('deploy/monitoring/grafana.json', 'utf8'),
);
const alerts = readFileSync('deploy/monitoring/alerts.yml', 'utf8');
const guide = readFileSync('docs/operations.md', 'utf8');
const expressions = [...grafana.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)), alerts, guide];
const names = new Set(
  expressions.flatMap((text) => text.match(/\b(?:jishi|process|nodejs)_\w+(?=[[({)\s,>`]|$)/g) ?? []),
);

test('dashboards, alarms and the guide name metrics that the server has', () => {
  expect(registered.size).toBeGreaterThan(7);
  const unknown = [...names]
    .map((name) => name.replace(/_(bucket|count|sum)$/, ''))
    .filter((name) => !registered.has(name) && !OF_NODE.includes(name) && !/^jishi_(app|worker)$/.test(name));
  expect(unknown).toEqual([]);
});

test('every metric of the server is on the dashboard', () => {
  const shown = grafana.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join('\n');
  expect([...registered].filter((name) => !shown.includes(name))).toEqual([]);
});

test('an event that raises an alarm is counted somewhere', () => {
  const asked = new Set(alerts.match(/(?<=jishi_events_total\{name=")\w+/g));
  expect([...asked].filter((name) => !events.has(name))).toEqual([]);
  expect(asked.size).toBe(2);
});

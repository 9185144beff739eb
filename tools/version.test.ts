import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { VERSION } from '../apps/server/src/kernel/version.ts';

const read = (file: string) => readFileSync(file, 'utf8');
const versionOf = (file: string) => JSON.parse(read(file)).version as string;

test('server, packages, lockfile, chart and changelog are of the version that package.json says', () => {
  expect(VERSION).toBe(versionOf('package.json'));
  const { version, packages } = JSON.parse(read('package-lock.json')) as {
    version: string;
    packages: Record<string, object>;
  };
  const ours = Object.keys(packages).filter((dir) => /^(apps|packages|bench|e2e)\b(?!.*node_modules)/.test(dir));
  expect(ours.length).toBeGreaterThan(8);
  const chart = read('deploy/helm/Chart.yaml');
  const said = {
    lockfile: version,
    ...Object.fromEntries(ours.map((dir) => [dir, versionOf(`${dir}/package.json`)])),
    chart: /^version: (.*)$/m.exec(chart)?.[1],
    program: /^appVersion: (.*)$/m.exec(chart)?.[1],
    changelog: /^## ([^\s,]+)/m.exec(read('CHANGELOG.md'))?.[1],
  };
  expect(said).toEqual(Object.fromEntries(Object.keys(said).map((what) => [what, VERSION])));
});

// `npm test`: installs what is missing, runs every stage, prints the summary last. `npm test -- unit module` runs only those.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { checkNode, installMissing } from './install.mjs';

checkNode();
await installMissing({ tests: true });

const node = process.execPath;
const bin = (file) => path.resolve('node_modules', file);
const REPORTS = 'node_modules/.cache/jishi-test';
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
const vitest = (project) => [
  node,
  bin('vitest/vitest.mjs'),
  'run',
  '--project',
  project,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${REPORTS}/${project}.json`,
];

/** A command each, or several, in this order; what one stage needs of another stands before it. */
const STAGES = {
  lint: [
    [node, bin('@biomejs/biome/bin/biome'), 'ci', '.'],
    [node, 'tools/run.mjs', 'tools/packages/main.ts', '--licences'],
  ],
  types: [node, 'tools/types.mjs'],
  architecture: [node, 'tools/run.mjs', 'tools/tidy.ts'],
  contract: [node, 'tools/run.mjs', 'tools/contract/main.ts', '--check'],
  states: [node, 'tools/run.mjs', 'tools/states.ts', '--check'],
  unit: vitest('unit'),
  protocol: vitest('protocol'),
  module: vitest('module'),
  build: [
    node,
    '--input-type=module',
    '-e',
    "const { buildAll } = await import('./tools/build.mjs'); await buildAll(['server', 'console', 'h5', 'weapp']);",
  ],
  browser: vitest('browser'),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in STAGES));
if (unknown.length > 0) {
  process.stderr.write(`no such stage: ${unknown.join(', ')}; there are ${Object.keys(STAGES).join(', ')}\n`);
  process.exit(2);
}

async function runStage(stage) {
  for (const command of Array.isArray(stage[0]) ? stage : [stage]) if (!(await runCommand(command))) return false;
  return true;
}

function runCommand([command, ...args]) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      stdio: 'inherit',
      env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
    });
    child.once('exit', (code) => done(code === 0));
  });
}

/** How many tests passed and failed in a stage, and which passed at the second try only; one that counts none is itself one test. */
function countOf(name, ok) {
  const file = `${REPORTS}/${name}.json`;
  if (!existsSync(file)) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, shaky: [] };
  const { numPassedTests: passed, numFailedTests: failed, testResults } = JSON.parse(readFileSync(file, 'utf8'));
  const shaky = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0)
    .map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages[0].split('\n')[0]}`);
  // A file that could not even be loaded fails the stage without failing a test.
  return { passed, failed: failed + (ok || failed > 0 ? 0 : 1), shaky };
}

const results = [];
for (const [name, command] of Object.entries(STAGES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const started = Date.now();
  process.stdout.write(`\n━━ ${name}\n`);
  const ok = await runStage(command);
  results.push({ name, ok, seconds: (Date.now() - started) / 1000, ...countOf(name, ok) });
}

process.stdout.write('\n━━ summary\n');
for (const r of results)
  process.stdout.write(
    `${r.ok ? '✓' : '✗'} ${r.name.padEnd(13)} ${String(r.passed).padStart(4)} passed ${String(r.failed).padStart(3)} failed ${r.seconds.toFixed(1).padStart(7)} s\n`,
  );
for (const { name, shaky } of results)
  for (const test of shaky) process.stdout.write(`! ${name}: passed at the second try only: ${test}\n`);
const sum = (key) => results.reduce((total, r) => total + r[key], 0);
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed\n`);
process.exitCode = results.every((r) => r.ok) ? 0 : 1;

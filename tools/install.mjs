// Installs what is missing, with Node's own modules alone: nothing else is there on a fresh clone.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { step } from './progress.mjs';
import { dropUnusedParts } from './unused-parts.mjs';

const STAMP = 'node_modules/.jishi-installed';
const OLDEST_NODE = [20, 19];

/** Ends the process with a sentence when Node is too old to run us. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  process.stderr.write(
    `Jishi needs Node.js ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}. Get one at nodejs.org.\n`,
  );
  process.exit(1);
}

const lockHash = () => createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');

/**
 * Installs the packages of the lockfile unless they are there already; those that only tests need (a browser, fonts, a linter …) with
 * `tests`, and wherever they were before. Throws when npm fails.
 */
export async function installMissing({ tests = false } = {}) {
  const [installed, hadTests] = existsSync(STAMP) ? readFileSync(STAMP, 'utf8').split(' ') : [];
  // Before there were two kinds, everything was installed.
  const all = tests || (installed !== undefined && hadTests !== 'no-tests');
  if (installed === lockHash() && (!tests || hadTests !== 'no-tests')) return;
  const which = all ? '--include=dev' : '--omit=dev';
  await step('installing packages', () =>
    npm(['ci', which, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']),
  );
  dropUnusedParts();
  writeFileSync(STAMP, `${lockHash()} ${all ? 'tests' : 'no-tests'}`);
}

function npm(args) {
  const cli = path.join(path.dirname(process.execPath), process.platform === 'win32' ? 'npm.cmd' : 'npm');
  const command = existsSync(cli) ? cli : 'npm';
  return run(command, args);
}

/** Runs a program to its end, its output shown; rejects when it fails. Told to stop, it stops the program first. */
export function run(command, args, options = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { stdio: 'inherit', shell: process.platform === 'win32', ...options });
    const stop = () => child.kill('SIGTERM');
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);
    const ended = (result) => {
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, stop);
      if (result === 0) done();
      else fail(result instanceof Error ? result : new Error(`${[command, ...args].join(' ')} ended with ${result}`));
    };
    child.once('error', ended);
    child.once('exit', (code, signal) => ended(code ?? signal));
  });
}

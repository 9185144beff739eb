// `npm start`: installs what is missing, builds what is out of date, then runs the server until it is told to stop.
import { spawn } from 'node:child_process';
import { checkNode, installMissing } from './install.mjs';
import { SERVER_ENV, SERVER_OPTIONS } from './node-options.mjs';

const startedAt = Date.now();
checkNode();
try {
  await installMissing();
  const { buildAll } = await import('./build.mjs');
  await buildAll(['server', 'console', 'h5']);
} catch (error) {
  process.stderr.write(`Jishi could not be prepared: ${error.message}\n`);
  process.exit(1);
}

const child = spawn(
  process.execPath,
  [...SERVER_OPTIONS, 'apps/server/dist/main.js', 'serve', ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    env: { ...SERVER_ENV, ...process.env, JISHI_STARTED_AT: String(startedAt) },
  },
);
// The server closes in order, and we wait for it; a terminal's Ctrl-C reaches it twice, which it takes as one.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));

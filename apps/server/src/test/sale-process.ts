import { type ChildProcess, spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { SECRET, type StartedApp } from './app.ts';

/** A server as a process of its own, with HTTP and worker, over the database of the test; killed after it at the latest. */
export async function startSaleServer(
  { platform, database }: StartedApp,
  port: number,
  settings: Record<string, string> = {},
): Promise<ChildProcess> {
  const args = [String(port), platform.config.dataDir, database.url, database.workerUrl];
  const child = spawn(process.execPath, ['tools/run.mjs', 'apps/server/src/test/sale-server.ts', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, JISHI_SECRET: SECRET, JISHI_SANDBOX: 'off', ...settings },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise<void>((done, fail) => {
    child.stdout?.on('data', (said: Buffer) => said.toString().includes('ready') && done());
    child.once('exit', (code) => fail(new Error(`the server ended with ${code} before it was ready`)));
  });
  return child;
}

/** The signal that ended it, or its exit code. */
export const ended = (child: ChildProcess): Promise<string> =>
  new Promise((done) => child.once('exit', (code, signal) => done(signal ?? `exit ${code}`)));

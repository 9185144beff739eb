import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** Another process that uses the PostgreSQL of a folder. */
export interface Holder {
  pid: number;
  port: number;
  origin: string;
  /** Everything it said. */
  said: string[];
  /** In order; resolves with its exit code. */
  stop(): Promise<unknown>;
  /** kill -9. */
  kill(): Promise<unknown>;
}

/** Starts one and waits until it has PostgreSQL; it is killed at the end of the test. */
export async function startHolder(dir: string): Promise<Holder> {
  const child = spawn(process.execPath, ['tools/run.mjs', 'packages/embedded/src/test/hold.ts', dir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  const said: string[] = [];
  const ready = new Promise<string[]>((told, failed) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line);
      if (line.startsWith('ready')) told(line.split(' '));
    });
    child.once('exit', (code) => failed(new Error(`the process ended with ${code}: ${said.join('\n')}`)));
  });
  const [, port, origin = ''] = await ready;
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    const [code, killedBy] = await ended;
    return killedBy ?? code;
  };
  return {
    pid: child.pid ?? 0,
    port: Number(port),
    origin,
    said,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

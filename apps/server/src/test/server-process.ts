import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

/** `jishi serve` as a process of its own, as an operator runs it. */
export interface ServerProcess {
  /** Everything it said on standard output. */
  said: string[];
  /** kill -9, from outside, without a word; resolves with the signal that ended it. */
  kill(): Promise<unknown>;
  /** Asks it to stop in order; resolves with its exit code. */
  stop(): Promise<unknown>;
}

/** Starts it and waits until it says that it is ready. Throws with what it said when it ends instead. */
export async function startServer(
  port: number,
  dataDir: string,
  settings: Record<string, string>,
): Promise<ServerProcess> {
  const child: ChildProcess = spawn(
    process.execPath,
    ['tools/run.mjs', 'apps/server/src/main.ts', 'serve', '--port', String(port), '--data', dataDir],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...settings } },
  );
  const ended = once(child, 'exit');
  const said: string[] = [];
  if (!child.stdout) throw new Error('a process without an output');
  const lines = createInterface({ input: child.stdout });
  const ready = new Promise<void>((done) =>
    lines.on('line', (line) => {
      said.push(line);
      if (line.startsWith('Jishi is ready')) done();
    }),
  );
  await Promise.race([
    ready,
    ended.then(([code]) => Promise.reject(new Error(`the server ended with ${code}: ${said.join('\n')}`))),
  ]);
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    const [code, killedBy] = await ended;
    return killedBy ?? code;
  };
  return { said, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === 'object' && address ? address.port : 0;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';

export interface Started {
  child: ChildProcess;
  /** What it printed until it was ready. */
  said: string;
  /** From spawn to ready, in ms. */
  tookMs: number;
}
const READY_MS = 120_000;

/** Starts a Node program and waits for a line of its output. Throws with all that it printed when the line does not come. */
export function startProgram(
  file: string,
  args: string[],
  line: RegExp,
  env: NodeJS.ProcessEnv = {},
  /** For Node itself. */
  options: string[] = [],
): Promise<Started> {
  const began = performance.now();
  const child = spawn(process.execPath, [...options, path.resolve(file), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  return new Promise((done, fail) => {
    let said = '';
    const late = setTimeout(() => fail(new Error(`not ready after ${READY_MS} ms:\n${said}`)), READY_MS);
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      if (!line.test(said)) return;
      clearTimeout(late);
      done({ child, said, tookMs: performance.now() - began });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => {
      clearTimeout(late);
      fail(new Error(`${file} ended with ${code}:\n${said}`));
    });
  });
}

/** Asks it to end and waits until it has. */
export function stopProgram({ child }: Started): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    child.once('exit', () => done());
    child.kill('SIGTERM');
  });
}

/** Memory that a process holds, in MiB; null where the system does not tell (only Linux does). */
export function residentMiB({ child }: Started): number | null {
  try {
    const kib = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
    return kib ? Number(kib) / 1024 : null;
  } catch {
    return null;
  }
}

/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;

/** Fields of /proc/PID/stat behind the name, which may itself hold spaces. */
function statOf(pid: number | string): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
const [PARENT, OWN, OF_ENDED_CHILDREN] = [1, [11, 12], [13, 14]] as const;
const ticks = (stat: string[] | null, fields: readonly number[]): number =>
  fields.reduce((sum, field) => sum + Number(stat?.[field] ?? 0), 0);

/** Processor time that a process has used with all its threads, in ms; 0 where the system does not tell. */
export const processorMs = (pid: number): number => ticks(statOf(pid), OWN) * TICK_MS;

/** The same of a process with all its children, those that have ended included. */
export function familyProcessorMs(pid: number): number {
  let sum = ticks(statOf(pid), [...OWN, ...OF_ENDED_CHILDREN]);
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = statOf(name);
    if (Number(stat?.[PARENT]) === pid) sum += ticks(stat, OWN);
  }
  return sum * TICK_MS;
}

/** The process of PostgreSQL whose children serve the connections, for its superuser. */
export async function postmasterOf(sql: pg.Client): Promise<number> {
  const { rows } = await sql.query("select split_part(pg_read_file('postmaster.pid'), e'\\n', 1)::int as pid");
  return rows[0].pid;
}

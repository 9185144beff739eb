import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process that cannot be mistaken for a later one: numbers of processes are used again, soonest in containers. */
export interface ProcessIdentity {
  pid: number;
  /** As the system tells it, in its own unit; '' where it does not tell. */
  startedAt: string;
  /** The machine, or the container, and its boot: numbers of processes mean nothing outside it. */
  machine: string;
}

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

const link = (file: string): string => {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
};

const isLinux = process.platform === 'linux';
const machine = [hostname(), read('/proc/sys/kernel/random/boot_id').trim(), link('/proc/self/ns/pid')].join('/');

/** Fields of /proc/PID/stat after the name, which may itself hold blanks and brackets: the first is the state. */
const statOf = (pid: number): string[] => read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];

const ps = (pid: number, field: string): string =>
  spawnSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';

function startOf(pid: number): string {
  if (isLinux) return statOf(pid)[19] ?? '';
  return process.platform === 'win32' ? '' : ps(pid, 'lstart');
}

/** Whether a process runs on this machine; one that is dead and only not yet collected by its parent does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isLinux || !['Z', 'X'].includes(statOf(pid)[0] ?? '');
}

let self: ProcessIdentity | null = null;
export function thisProcess(): ProcessIdentity {
  self ??= { pid: process.pid, startedAt: startOf(process.pid), machine };
  return self;
}

/** Whether that very process still runs; null when it was on another machine, which nobody here can know. */
export function lives(other: ProcessIdentity): boolean | null {
  if (other.machine !== machine) return null;
  return isRunning(other.pid) && startOf(other.pid) === other.startedAt;
}

/**
 * Whether the process is the PostgreSQL that was started on `data`: another process may have got an old number. Where the system hides
 * the processes of other users it is taken for that PostgreSQL, since to start a second one on the same data would be worse.
 */
export function isPostgresOf(pid: number, data: string): boolean {
  if (!isRunning(pid)) return false;
  if (!isLinux) return process.platform === 'win32' || ps(pid, 'command').includes(data);
  if (!existsSync(`/proc/${pid}`)) return true;
  const words = read(`/proc/${pid}/cmdline`);
  // A process that is just ending has lost its words, not its name.
  return words === '' ? read(`/proc/${pid}/comm`).startsWith('postgres') : words.split('\0').includes(data);
}

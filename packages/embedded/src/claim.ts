import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { lives, type ProcessIdentity, thisProcess } from './process-identity.ts';

/** A file that says which process has something, until that process gives it up or is no more. */
export interface Claim {
  release(): void;
}

/** Somebody who lives has it. */
export class AlreadyClaimed extends Error {
  readonly holder: ProcessIdentity;
  constructor(file: string, holder: ProcessIdentity) {
    super(`${file} belongs to process ${holder.pid}`);
    this.holder = holder;
  }
}

/** Touched so often, so that a process of another machine, which sees the file alone, sees that we live. */
const BEAT_MS = 1000;
const SILENT_MS = 5 * BEAT_MS;

/** Claims `file` for this process. Throws AlreadyClaimed; the claim of a dead process is taken over. */
export async function claim(file: string): Promise<Claim> {
  const aside = `${file}.${process.pid}-${randomBytes(6).toString('hex')}`;
  const text = JSON.stringify(thisProcess());
  writeDurably(aside, text);
  try {
    for (;;) {
      // A link appears with its content or not at all, and only one of many succeeds.
      if (linked(aside, file)) return beating(file, text);
      const holder = holderOf(file);
      if (!holder) continue;
      if (await isHeld(file, holder.identity)) throw new AlreadyClaimed(file, holder.identity);
      takeAway(file, holder.text, aside);
    }
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Whether the holder lives: by its number here, by its heartbeat when it runs elsewhere. */
export async function isHeld(file: string, holder: ProcessIdentity): Promise<boolean> {
  const known = lives(holder);
  if (known !== null) return known;
  const before = beatOf(file);
  await sleep(SILENT_MS);
  return beatOf(file) !== before;
}

/** Who a claim's file names; null when there is none. A file that cannot be read names nobody who lives. */
export function holderOf(file: string): { identity: ProcessIdentity; text: string } | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return { identity: JSON.parse(text) as ProcessIdentity, text };
  } catch {
    return { identity: { ...thisProcess(), pid: 0, startedAt: 'unreadable' }, text };
  }
}

function beating(file: string, text: string): Claim {
  const timer = setInterval(() => {
    const now = new Date();
    try {
      utimesSync(file, now, now);
    } catch {
      // Taken away by a process that thought us dead; nothing to keep alive any more.
    }
  }, BEAT_MS);
  timer.unref();
  return {
    release: () => {
      clearInterval(timer);
      if (holderOf(file)?.text === text) rmSync(file, { force: true });
    },
  };
}

const beatOf = (file: string): number => {
  try {
    return statSync(file).mtimeMs;
  } catch {
    return 0;
  }
};

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes the claim of a dead process. When somebody else was quicker and what came away is a new claim, it goes back. */
function takeAway(file: string, text: string, aside: string): void {
  const away = `${aside}.dead`;
  try {
    renameSync(file, away);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readFileSync(away, 'utf8') !== text) linked(away, file);
  rmSync(away, { force: true });
}

function writeDurably(file: string, text: string): void {
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

export interface Patience {
  /** Told once whom we wait for, after two seconds. */
  waits(holder: ProcessIdentity): void;
  /** For ever unless said. */
  withinMs?: number;
}

/** Does `work` while `file` is claimed, after those who have it. Throws AlreadyClaimed when that takes longer than `withinMs`. */
export async function withClaim<T>(file: string, patience: Patience, work: () => Promise<T>): Promise<T> {
  const held = await claimInTurn(file, patience);
  try {
    return await work();
  } finally {
    held.release();
  }
}

const TRY_AGAIN_MS = 50;
const SAY_AFTER_TRIES = 40;
async function claimInTurn(file: string, { waits, withinMs = Number.POSITIVE_INFINITY }: Patience): Promise<Claim> {
  const deadline = Date.now() + withinMs;
  for (let tries = 1; ; tries++) {
    try {
      return await claim(file);
    } catch (error) {
      if (!(error instanceof AlreadyClaimed) || Date.now() > deadline) throw error;
      if (tries === SAY_AFTER_TRIES) waits(error.holder);
      await sleep(TRY_AGAIN_MS);
    }
  }
}

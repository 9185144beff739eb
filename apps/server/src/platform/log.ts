import {
  closeSync,
  fchmodSync,
  fstatSync,
  mkdirSync,
  openSync,
  renameSync,
  writeSync,
  write as writeWithCallback,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const write = promisify(writeWithCallback);

export interface LogFileOptions {
  /** Size at which the file is put aside as `.1`. */
  maxBytes?: number;
  /** Files put aside that are kept; older ones go. */
  kept?: number;
  /** Told once when lines cannot be written, and once when they can again. */
  trouble: (line: string) => void;
}

const MAX_BYTES = 32 * 1024 * 1024;
const KEPT = 5;
/** Lines that wait for a full disk; further ones are lost and counted. */
const WAITING_BYTES = 4 * 1024 * 1024;
const TRY_AGAIN_MS = 1000;

/** A log in a file that is bounded, and whose troubles never become the program's: a full disk costs lines, not the process. */
export class LogFile {
  readonly #file: string;
  readonly #maxBytes: number;
  readonly #kept: number;
  readonly #trouble: (line: string) => void;
  #descriptor: number;
  #size: number;
  #waiting: string[] = [];
  #waitingBytes = 0;
  #writing: Promise<void> | null = null;
  #retry: NodeJS.Timeout | null = null;
  #failing = false;
  #lost = 0;

  constructor(file: string, { maxBytes = MAX_BYTES, kept = KEPT, trouble }: LogFileOptions) {
    this.#file = file;
    this.#maxBytes = maxBytes;
    this.#kept = kept;
    this.#trouble = trouble;
    mkdirSync(path.dirname(file), { recursive: true });
    this.#descriptor = this.#open();
    this.#size = fstatSync(this.#descriptor).size;
  }

  /** Takes a line, with its end; what comes in one turn of the event loop is written together. */
  write(line: string): void {
    if (this.#waitingBytes > WAITING_BYTES) {
      this.#lost++;
      return;
    }
    this.#waiting.push(line);
    this.#waitingBytes += line.length;
    if (!this.#retry) this.#writing ??= this.#writeAll();
  }

  /** Writes what waits and lets the file go; what cannot be written now is lost. */
  async close(): Promise<void> {
    if (this.#retry) clearTimeout(this.#retry);
    this.#retry = null;
    await this.#writing;
    await this.#writeAll();
    if (this.#retry) clearTimeout(this.#retry);
    closeSync(this.#descriptor);
  }

  /** Writes what waits at once, for a process that ends this very moment. */
  flushSync(): void {
    try {
      writeSync(this.#descriptor, this.#waiting.splice(0).join(''));
    } catch {
      // Nobody is left to tell.
    }
  }

  async #writeAll(): Promise<void> {
    await new Promise((turn) => setImmediate(turn));
    while (this.#waiting.length > 0) {
      const bytes = Buffer.from(this.#waiting.splice(0).join(''));
      this.#waitingBytes = 0;
      const written = await this.#append(bytes);
      if (written < bytes.length) {
        this.#tryLater(bytes.subarray(written).toString());
        break;
      }
      this.#recovered();
      if (this.#size >= this.#maxBytes) this.#rotate();
    }
    this.#writing = null;
  }

  async #append(bytes: Buffer): Promise<number> {
    let written = 0;
    try {
      while (written < bytes.length) {
        const { bytesWritten } = await write(this.#descriptor, bytes, written);
        written += bytesWritten;
        this.#size += bytesWritten;
      }
    } catch (error) {
      if (!this.#failing) this.#trouble(`the log cannot be written: ${(error as Error).message}; the server goes on`);
      this.#failing = true;
    }
    return written;
  }

  #tryLater(rest: string): void {
    this.#waiting.unshift(rest);
    this.#waitingBytes += rest.length;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      this.#writing ??= this.#writeAll();
    }, TRY_AGAIN_MS);
    this.#retry.unref();
  }

  #recovered(): void {
    if (!this.#failing) return;
    this.#failing = false;
    this.#trouble(`the log is written again; ${this.#lost} lines were lost`);
    this.#lost = 0;
  }

  #rotate(): void {
    try {
      for (let n = this.#kept - 1; n >= 1; n--) move(`${this.#file}.${n}`, `${this.#file}.${n + 1}`);
      move(this.#file, `${this.#file}.1`);
      const next = this.#open();
      closeSync(this.#descriptor);
      this.#descriptor = next;
      this.#size = fstatSync(next).size;
    } catch (error) {
      this.#trouble(`the log cannot be put aside: ${(error as Error).message}; it goes on in the same file`);
      this.#size = 0;
    }
  }

  /** For its owner alone: it holds addresses of requests. */
  #open(): number {
    const descriptor = openSync(this.#file, 'a', 0o600);
    const state = fstatSync(descriptor);
    if (state.isFile() && state.uid === process.getuid?.()) fchmodSync(descriptor, 0o600);
    return descriptor;
  }
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

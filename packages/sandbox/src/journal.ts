import {
  closeSync,
  copyFileSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';

/** One line of the journal: the record `key` of a collection as it is from now on. */
interface Entry {
  collection: string;
  key: string;
  record: unknown;
}

/** After the disk was full. */
const TRY_AGAIN_MS = 1_000;

/** Rewriting is worth it once the file holds this many lines more than live records. */
const STALE_LINES = 20_000;

/**
 * Append-only JSON lines; the last line of a key wins. Written synchronously, so that an answer is never ahead of the file, except
 * while the disk is full: then lines wait in memory, because nobody's timer may end the process, which a shop shares.
 */
export class Journal {
  readonly #file: string;
  readonly #log: (line: string) => void;
  #waiting: Buffer = Buffer.alloc(0);
  #retry: NodeJS.Timeout | null = null;
  #descriptor: number;
  readonly #collections = new Map<string, Collection<unknown>>();
  readonly #found: Entry[];

  /** `log` is told when lines could not be read or written. */
  constructor(file: string, log: (line: string) => void = () => {}) {
    this.#file = file;
    this.#log = log;
    this.#found = readEntries(file, log);
    this.#descriptor = openSync(file, 'a', 0o600);
  }

  /** The records of one kind, with what an earlier run left. */
  collection<T>(name: string): Collection<T> {
    const records = new Map<string, T>();
    for (const entry of this.#found) if (entry.collection === name) records.set(entry.key, entry.record as T);
    const made = new Collection<T>(records, (key, record) => this.#append({ collection: name, key, record }));
    this.#collections.set(name, made as Collection<unknown>);
    return made;
  }

  /** To call once every collection is open: drops overwritten lines when they are many. */
  compact(): void {
    const live = [...this.#collections].flatMap(([collection, { entries }]) =>
      entries().map(([key, record]) => `${JSON.stringify({ collection, key, record })}\n`),
    );
    const lines = this.#found.length;
    this.#found.length = 0;
    if (lines < live.length + STALE_LINES) return;
    writeFileSync(`${this.#file}.new`, live.join(''), { mode: 0o600 });
    closeSync(this.#descriptor);
    renameSync(`${this.#file}.new`, this.#file);
    this.#descriptor = openSync(this.#file, 'a', 0o600);
  }

  /** Forgets everything. */
  reset(): void {
    for (const collection of this.#collections.values()) collection.clear();
    this.#waiting = Buffer.alloc(0);
    ftruncateSync(this.#descriptor);
  }

  close(): void {
    this.#write();
    if (this.#retry) clearInterval(this.#retry);
    closeSync(this.#descriptor);
  }

  #append(entry: Entry): void {
    this.#waiting = Buffer.concat([this.#waiting, Buffer.from(`${JSON.stringify(entry)}\n`)]);
    this.#write();
  }

  /** Half a line may fit: the rest goes first when there is room again. */
  #write(): void {
    try {
      while (this.#waiting.length > 0)
        this.#waiting = this.#waiting.subarray(writeSync(this.#descriptor, this.#waiting));
    } catch (error) {
      if (this.#retry) return;
      this.#log(`沙箱日志写不进去（${(error as Error).message}），先记在内存里，腾出空间后自动补写`);
      this.#retry = setInterval(() => this.#write(), TRY_AGAIN_MS).unref();
      return;
    }
    if (!this.#retry) return;
    clearInterval(this.#retry);
    this.#retry = null;
    this.#log('沙箱日志已补写完整');
  }
}

/** Records by key, in order of first appearance. */
export class Collection<T> {
  readonly #records: Map<string, T>;
  readonly #write: (key: string, record: T) => void;

  constructor(records: Map<string, T>, write: (key: string, record: T) => void) {
    this.#records = records;
    this.#write = write;
  }

  get(key: string): T | undefined {
    return this.#records.get(key);
  }

  put(key: string, record: T): T {
    this.#write(key, record);
    this.#records.set(key, record);
    return record;
  }

  all(): T[] {
    return [...this.#records.values()];
  }

  find(fits: (record: T) => boolean): T | undefined {
    for (const record of this.#records.values()) if (fits(record)) return record;
    return undefined;
  }

  filter(fits: (record: T) => boolean): T[] {
    const found: T[] = [];
    for (const record of this.#records.values()) if (fits(record)) found.push(record);
    return found;
  }

  readonly entries = (): [string, T][] => [...this.#records];

  clear(): void {
    this.#records.clear();
  }
}

/**
 * What the file holds. A crash may leave half a last line: it is cut off. Any other line that cannot be read is left out, so that
 * play money never keeps a shop from starting; the file as it was stays beside the new one, and `log` is told.
 */
function readEntries(file: string, log: (line: string) => void): Entry[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const end = text.lastIndexOf('\n') + 1;
  const lines = text.slice(0, end).split('\n').filter(Boolean);
  const readable = lines.flatMap((line) => {
    const entry = entryOf(line);
    return entry ? [{ line, entry }] : [];
  });
  const lost = lines.length - readable.length;
  if (lost > 0) {
    const aside = `${file}.broken-${new Date().toISOString().replace(/[:.]/g, '-')}`;
    copyFileSync(file, aside);
    log(`沙箱日志有 ${lost} 行无法读取，已跳过；原文件保存为 ${aside}`);
  }
  if (lost > 0 || end < text.length) {
    writeFileSync(`${file}.new`, readable.map(({ line }) => `${line}\n`).join(''), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return readable.map(({ entry }) => entry);
}

function entryOf(line: string): Entry | null {
  try {
    const { collection, key, record } = JSON.parse(line) as Partial<Entry>;
    const isEntry =
      typeof collection === 'string' && typeof key === 'string' && record !== undefined && record !== null;
    return isEntry ? { collection, key, record } : null;
  } catch {
    return null;
  }
}

import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import path from 'node:path';
import { DAY, nowMs } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';

/** A front end's files with a hash in their name: they never change under it. */
export const HASHED = /[.-][\w-]{8,}\.(js|css|woff2?|webp|png|svg|json)$/;

/** Folders that are older than this and not among the newest go. A page that is open for longer loads itself anew anyway. */
const KEPT_MS = 14 * DAY;
const KEPT_AT_LEAST = 3;

/** Of each front end: where its build lies, and under which address its files are asked for. */
export interface Build {
  name: 'shop' | 'console';
  root: string;
}

/**
 * The scripts and styles of each version that was served from this data folder, in `DIR/pages/VERSION`: a page that was opened before an
 * upgrade still finds what it loads later, and while old and new processes run side by side each finds the other's.
 */
export class PageFolders {
  readonly #dir: string;
  constructor(dataDir: string) {
    this.#dir = path.join(dataDir, 'pages');
  }

  /** Keeps the files of these builds, before any page names them, and lets old folders go. Does nothing when they are kept already. */
  keep(builds: readonly Build[]): void {
    const folder = path.join(this.#dir, versionOf(builds));
    if (!existsSync(folder)) {
      const part = `${folder}.${newId()}`;
      for (const { name, root } of builds)
        cpSync(root, path.join(part, name), {
          recursive: true,
          filter: (file) => statSync(file).isDirectory() || HASHED.test(file),
        });
      mkdirSync(part, { recursive: true });
      // Another process may have been faster.
      if (existsSync(folder)) rmSync(part, { recursive: true });
      else renameSync(part, folder);
    }
    const now = new Date(nowMs());
    utimesSync(folder, now, now);
    for (const old of this.#folders().slice(KEPT_AT_LEAST))
      if (nowMs() - statSync(old).mtimeMs > KEPT_MS) rmSync(old, { recursive: true, force: true });
  }

  /** The folder below which a file of another version lies; null when no version had it. `file` as in an address, without a slash before. */
  rootOf(name: Build['name'], file: string): string | null {
    if (!HASHED.test(file) || file.split('/').includes('..')) return null;
    const folder = this.#folders().find((one) => existsSync(path.join(one, name, file)));
    return folder ? path.join(folder, name) : null;
  }

  /** The newest first; none that is being written. */
  #folders(): string[] {
    if (!existsSync(this.#dir)) return [];
    return readdirSync(this.#dir)
      .filter((name) => !name.includes('.'))
      .map((name) => path.join(this.#dir, name))
      .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  }
}

/** Follows from the pages, which name their scripts by the hash of what is in them. */
export const versionOf = (builds: readonly Build[]): string =>
  builds
    .reduce((hash, { root }) => hash.update(readFileSync(path.join(root, 'index.html'))), createHash('sha256'))
    .digest('hex')
    .slice(0, 16);

import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import { type Bucket, BucketClient } from '../files/bucket-client.ts';
import { Copies } from '../files/copies.ts';
import { writeWhole } from '../files/files.ts';
import { type Build, HASHED, versionOf } from './page-folders.ts';

/** Where they lie in the bucket, and below `DIR/pages` what was brought from there. */
const PREFIX = 'pages';
const BROUGHT = 'brought';
const AT_ONCE = 16;

/**
 * The scripts and styles of every version that runs on any machine, in the bucket of the pictures: where machines have no common disk, a
 * page that one of them sent finds on another what it loads later. A file never changes under its name.
 */
export class SharedPages {
  readonly #client: BucketClient;
  readonly #root: string;
  readonly #copies = new Copies((key) => this.#copy(key));

  constructor(bucket: Bucket, dataDir: string, log: Logger) {
    this.#client = new BucketClient(bucket, log);
    this.#root = path.join(dataDir, 'pages', BROUGHT);
  }

  /** Puts the files of these builds there, before any page names them; once a version. Refuses with UNAVAILABLE. */
  async share(builds: readonly Build[]): Promise<void> {
    const marker = `${PREFIX}/${versionOf(builds)}`;
    if (await this.#client.has(marker)) return;
    const waiting = builds.flatMap(({ name, root }) =>
      filesOf(root).map((file) => ({ key: `${PREFIX}/${name}/${file}`, from: path.join(root, file) })),
    );
    const inTurn = async () => {
      for (let one = waiting.pop(); one; one = waiting.pop()) await this.#client.put(one.key, readFileSync(one.from));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, inTurn));
    // Last: where it stands all files do.
    await this.#client.put(marker, Buffer.from('shared'));
  }

  /**
   * The folder below which a file of another machine's version lies now; null when no machine had it. `file` as in an address, without a
   * slash before. Refuses with UNAVAILABLE when the bucket does not answer.
   */
  async rootOf(name: Build['name'], file: string): Promise<string | null> {
    if (!HASHED.test(file) || file.split('/').includes('..')) return null;
    await this.#copies.bring(`${name}/${file}`);
    const root = path.join(this.#root, name);
    return existsSync(path.join(root, file)) ? root : null;
  }

  async #copy(key: string): Promise<boolean> {
    const bytes = await this.#client.get(`${PREFIX}/${key}`);
    if (!bytes) return false;
    const target = path.join(this.#root, key);
    mkdirSync(path.dirname(target), { recursive: true });
    writeWhole(path.dirname(target), path.basename(target), bytes);
    return true;
  }
}

const filesOf = (root: string): string[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => HASHED.test(file));

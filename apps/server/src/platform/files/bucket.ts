import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import { type Bucket, BucketClient } from './bucket-client.ts';
import { Copies } from './copies.ts';
import { FILE_NAME, type FileStore, type KeptFile, nameOf, writeWhole } from './files.ts';

/**
 * Files in a bucket, for several machines without a common disk. The folder holds what this machine has stored or served: a file never
 * changes under its name, so that a copy is never stale, and the folder may be emptied at any time.
 */
export class BucketStore implements FileStore {
  readonly dir: string;
  readonly #client: BucketClient;
  readonly #copies = new Copies((name) => this.#copy(name));

  constructor(bucket: Bucket, dir: string, log: Logger) {
    this.#client = new BucketClient(bucket, log);
    this.dir = dir;
    mkdirSync(dir, { recursive: true });
  }

  /** Refuses with UNAVAILABLE when the bucket does not take the file; then nothing is kept. */
  async put(bytes: Buffer, extension: string, size?: { width: number; height: number }): Promise<KeptFile> {
    const { hash, name } = nameOf(bytes, extension, size);
    await this.#client.put(name, bytes);
    this.#copies.expect(name);
    writeWhole(this.dir, name, bytes);
    return { hash, url: `/files/${name}` };
  }

  /** Refuses with UNAVAILABLE when the bucket does not answer, or too much is asked of it. */
  async bring(name: string): Promise<void> {
    if (!FILE_NAME.test(name) || existsSync(path.join(this.dir, name))) return;
    return this.#copies.bring(name);
  }

  /** Sends what the folder has and the bucket lacks, for a shop that moves to a bucket. Returns how many were sent. */
  async sendFolder(): Promise<number> {
    const names = readdirSync(this.dir).filter((name) => FILE_NAME.test(name));
    let sent = 0;
    for (const name of names) {
      if (await this.#client.has(name)) continue;
      await this.#client.put(name, readFileSync(path.join(this.dir, name)));
      sent++;
    }
    return sent;
  }

  async #copy(name: string): Promise<boolean> {
    const bytes = await this.#client.get(name);
    if (!bytes) return false;
    // The name is the hash of the bytes: what came half, or is another's, is not kept.
    if (!name.startsWith(nameOf(bytes, '').hash))
      throw this.#client.refusal('GET', name, 'other bytes than its name says');
    writeWhole(this.dir, name, bytes);
    return true;
  }
}

import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { AwsClient } from 'aws4fetch';
import type { Logger } from 'pino';
import { nowMs } from '../../kernel/clock.ts';
import { common } from '../../kernel/refusal.ts';
import { cut } from '../../kernel/text.ts';
import { FILE_NAME, type FileStore, type KeptFile, nameOf, writeWhole } from './files.ts';

/** An S3-compatible bucket. Its address holds its name, in front of the host or behind it, as the provider wants. */
export interface Bucket {
  /** Without a slash at the end, e.g. https://jishi.s3.oss-cn-hangzhou.aliyuncs.com/files */
  url: string;
  region: string;
  keyId: string;
  secret: string;
}

const TIMEOUT_MS = 10_000;
/** So many files may be on their way at once. */
const MOST_UNDER_WAY = 64;
/** A name that the bucket lacks is not asked for again so soon: anybody can invent names. */
const ABSENT_MS = 60_000;
const ABSENT_MOST = 10_000;

/**
 * Files in a bucket, for several machines without a common disk. The folder holds what this machine has stored or served: a file never
 * changes under its name, so that a copy is never stale, and the folder may be emptied at any time.
 */
export class BucketStore implements FileStore {
  readonly dir: string;
  readonly #bucket: Bucket;
  readonly #client: AwsClient;
  readonly #log: Logger;
  readonly #underWay = new Map<string, Promise<void>>();
  /** Names that the bucket lacked, with the time in ms until which that is believed; the oldest first. */
  readonly #absent = new Map<string, number>();

  constructor(bucket: Bucket, dir: string, log: Logger) {
    this.#bucket = bucket;
    this.#client = new AwsClient({
      accessKeyId: bucket.keyId,
      secretAccessKey: bucket.secret,
      region: bucket.region,
      service: 's3',
      retries: 2,
    });
    this.dir = dir;
    this.#log = log;
    mkdirSync(dir, { recursive: true });
  }

  /** Refuses with UNAVAILABLE when the bucket does not take the file; then nothing is kept. */
  async put(bytes: Buffer, extension: string, size?: { width: number; height: number }): Promise<KeptFile> {
    const { hash, name } = nameOf(bytes, extension, size);
    await this.#send(name, bytes);
    this.#absent.delete(name);
    writeWhole(this.dir, name, bytes);
    return { hash, url: `/files/${name}` };
  }

  /** Refuses with UNAVAILABLE when the bucket does not answer, or too much is asked of it. */
  async bring(name: string): Promise<void> {
    if (!FILE_NAME.test(name) || existsSync(path.join(this.dir, name))) return;
    if ((this.#absent.get(name) ?? 0) > nowMs()) return;
    const started = this.#underWay.get(name);
    if (started) return started;
    if (this.#underWay.size >= MOST_UNDER_WAY) throw common.UNAVAILABLE({ retryAfterSeconds: 1 });
    const bringing = this.#copy(name).finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, bringing);
    return bringing;
  }

  /** Sends what the folder has and the bucket lacks, for a shop that moves to a bucket. Returns how many were sent. */
  async sendFolder(): Promise<number> {
    const names = readdirSync(this.dir).filter((name) => FILE_NAME.test(name));
    let sent = 0;
    for (const name of names) {
      const there = await this.#ask('HEAD', name);
      if (there.ok) continue;
      if (there.status !== 404) throw this.#refusal('HEAD', name, `${there.status}`);
      await this.#send(name, readFileSync(path.join(this.dir, name)));
      sent++;
    }
    return sent;
  }

  async #send(name: string, bytes: Buffer): Promise<void> {
    const answer = await this.#ask('PUT', name, bytes);
    if (!answer.ok) throw this.#refusal('PUT', name, await saidBy(answer));
    await answer.body?.cancel();
  }

  async #copy(name: string): Promise<void> {
    const answer = await this.#ask('GET', name);
    if (answer.status === 404) {
      await answer.body?.cancel();
      return this.#noteAbsent(name);
    }
    if (!answer.ok) throw this.#refusal('GET', name, await saidBy(answer));
    const bytes = Buffer.from(await answer.arrayBuffer());
    // The name is the hash of the bytes: what came half, or is another's, is not kept.
    if (!name.startsWith(nameOf(bytes, '').hash)) throw this.#refusal('GET', name, 'other bytes than its name says');
    writeWhole(this.dir, name, bytes);
  }

  async #ask(method: 'GET' | 'HEAD' | 'PUT', name: string, body?: Buffer): Promise<Response> {
    const init = body && { body: new Uint8Array(body), headers: { 'content-type': typeOf(name) } };
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      return await this.#client.fetch(`${this.#bucket.url}/${name}`, { method, signal, ...init });
    } catch (error) {
      throw this.#refusal(method, name, (error as Error).message);
    }
  }

  #refusal(method: string, name: string, reason: string) {
    this.#log.error({ method, name, reason }, 'the bucket of files does not do what it is asked');
    return common.UNAVAILABLE({ retryAfterSeconds: 5 });
  }

  #noteAbsent(name: string): void {
    const [oldest] = this.#absent.keys();
    if (oldest !== undefined && this.#absent.size >= ABSENT_MOST) this.#absent.delete(oldest);
    this.#absent.set(name, nowMs() + ABSENT_MS);
  }
}

const saidBy = async (answer: Response) => `${answer.status} ${cut(await answer.text(), 300)}`;
const typeOf = (name: string): string => (name.endsWith('.webp') ? 'image/webp' : 'application/octet-stream');

import { AwsClient } from 'aws4fetch';
import type { Logger } from 'pino';
import { common } from '../../kernel/refusal.ts';
import { cut } from '../../kernel/text.ts';

/** An S3-compatible bucket. Its address holds its name, in front of the host or behind it, as the provider wants. */
export interface Bucket {
  /** Without a slash at the end, e.g. https://jishi.s3.oss-cn-hangzhou.aliyuncs.com/files */
  url: string;
  region: string;
  keyId: string;
  secret: string;
}

const TIMEOUT_MS = 10_000;

/** Objects of a bucket by their keys. All refuse with UNAVAILABLE when the bucket does not answer or says no, and log why. */
export class BucketClient {
  readonly #bucket: Bucket;
  readonly #client: AwsClient;
  readonly #log: Logger;
  constructor(bucket: Bucket, log: Logger) {
    this.#bucket = bucket;
    this.#client = new AwsClient({
      accessKeyId: bucket.keyId,
      secretAccessKey: bucket.secret,
      region: bucket.region,
      service: 's3',
      retries: 2,
    });
    this.#log = log;
  }

  async has(key: string): Promise<boolean> {
    const answer = await this.#ask('HEAD', key);
    if (answer.ok) return true;
    if (answer.status === 404) return false;
    throw this.refusal('HEAD', key, `${answer.status}`);
  }

  /** Null when there is none. */
  async get(key: string): Promise<Buffer | null> {
    const answer = await this.#ask('GET', key);
    if (answer.status === 404) {
      await answer.body?.cancel();
      return null;
    }
    if (!answer.ok) throw this.refusal('GET', key, await saidBy(answer));
    return Buffer.from(await answer.arrayBuffer());
  }

  async put(key: string, bytes: Buffer): Promise<void> {
    const answer = await this.#ask('PUT', key, bytes);
    if (!answer.ok) throw this.refusal('PUT', key, await saidBy(answer));
    await answer.body?.cancel();
  }

  refusal(method: string, name: string, reason: string) {
    this.#log.error({ method, name, reason }, 'the bucket of files does not do what it is asked');
    return common.UNAVAILABLE({ retryAfterSeconds: 5 });
  }

  async #ask(method: 'GET' | 'HEAD' | 'PUT', key: string, body?: Buffer): Promise<Response> {
    const init = body && { body: new Uint8Array(body), headers: { 'content-type': typeOf(key) } };
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      return await this.#client.fetch(`${this.#bucket.url}/${key}`, { method, signal, ...init });
    } catch (error) {
      throw this.refusal(method, key, (error as Error).message);
    }
  }
}

const saidBy = async (answer: Response) => `${answer.status} ${cut(await answer.text(), 300)}`;
const typeOf = (name: string): string => (name.endsWith('.webp') ? 'image/webp' : 'application/octet-stream');

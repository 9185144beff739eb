import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import S3rver from '@20minutes/s3rver';
import { onTestFinished } from 'vitest';

export const folder = (): string => {
  const dir = mkdtempSync(path.join(tmpdir(), 'jishi-bucket-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

/** An S3 server with one bucket, which checks signatures; its `stop` may come before the test's end. */
export async function startBucket() {
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: folder(),
    configureBuckets: [{ name: 'pictures', configs: [] }],
  });
  const { port } = (await server.run()) as AddressInfo;
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= server.close());
  onTestFinished(() => stop());
  return { url: `http://127.0.0.1:${port}/pictures`, region: 'us-east-1', keyId: 'S3RVER', secret: 'S3RVER', stop };
}

import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { programOptions } from '../../../../tools/bundle.mjs';
import { makeBackup } from '../platform/backup/index.ts';
import { SECRET, type StartedApp } from './open-app.ts';

/** A folder for each release, named by its version: what `keepRelease` wrote, never changed afterwards. */
export const RELEASES = 'apps/server/src/test/releases';
/** Guards nothing: the shop in it is made up. */
export const PASSPHRASE = 'the shops of releases are nobody’s';
const SHOP = 'shop.backup';
const PROGRAM = 'program.mjs.br';
const CUSTOMERS = 6;

export const keptReleases = (): string[] =>
  existsSync(RELEASES) ? readdirSync(RELEASES).map((version) => path.join(RELEASES, version)) : [];
export const shopOf = (release: string): string => path.join(release, SHOP);

/**
 * Keeps what a later version is tried against: a small shop with something of everything that orders leave behind, in a sealed backup, and
 * the program that served it, with HTTP and worker.
 */
export async function keepRelease({ given, platform, database }: StartedApp, dir: string): Promise<void> {
  const goods = await given.goods({ stock: 10_000 });
  const skuId = goods.skus[0]?.id ?? '';
  for (let n = 0; n < CUSTOMERS; n++) await given.paidOrder([{ skuId, quantity: 1 + (n % 2) }]);
  const { shopper, id } = await given.paidOrder([{ skuId, quantity: 2 }]);
  const { lines } = (await shopper.get(`/shop/orders/${id}`)).body;
  const asked = { lines: [{ lineId: lines[0].id, quantity: 1 }], reason: '多拍了' };
  const refund = await shopper.post(`/shop/orders/${id}/refunds`, asked);
  if (refund.status !== 201) throw new Error(`the refund of the kept shop was refused: ${JSON.stringify(refund.body)}`);
  await given.order([{ skuId, quantity: 1 }]);
  await platform.jobs.drain();
  mkdirSync(dir, { recursive: true });
  const { dataDir } = platform.config;
  await makeBackup({ ownerUrl: database.ownerUrl, dataDir, secret: SECRET }, path.resolve(shopOf(dir)), PASSPHRASE);
  writeFileSync(path.join(dir, PROGRAM), brotliCompressSync(await program()));
}

/** The program of these sources, in one file with its packages. */
export async function program(): Promise<Buffer> {
  const options = { ...programOptions('apps/server/src/test/sale-server.ts', 'unused.mjs'), sourcemap: false as const };
  const { outputFiles = [] } = await build({ ...options, write: false });
  return Buffer.from(outputFiles[0]?.contents ?? []);
}
export const programOf = (release: string): Buffer => brotliDecompressSync(readFileSync(path.join(release, PROGRAM)));

/** A folder from which a program runs beside these migrations; below our packages, some of which it loads. */
export function installed(code: Buffer, migrations: readonly string[]): { folder: string; file: string } {
  mkdirSync('node_modules/.cache', { recursive: true });
  const folder = mkdtempSync(path.resolve('node_modules/.cache/jishi-release-'));
  const schema = path.join(folder, 'apps/server/src/migrations');
  mkdirSync(schema, { recursive: true });
  for (const file of migrations) cpSync(file, path.join(schema, path.basename(file)));
  const file = path.join(folder, 'program.mjs');
  writeFileSync(file, code);
  return { folder, file };
}

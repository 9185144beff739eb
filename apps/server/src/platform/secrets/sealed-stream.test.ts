import { expect, test } from 'vitest';
import { openStream, sealStream } from './sealed-stream.ts';

const MIB = 1_048_576;
async function* of(bytes: Buffer, step = 300_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}
const all = async (source: AsyncIterable<Buffer>): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
};
const WORDS = 'correct horse battery';

test.each([0, 1, MIB - 1, MIB, MIB + 1, 2 * MIB])('%i bytes come back as they were', async (size) => {
  const plain = Buffer.alloc(size, 'jishi');
  const sealed = await all(sealStream(of(plain), WORDS));
  expect(sealed.includes('jishijishi')).toBe(false);
  expect((await all(openStream(of(sealed, 70_001), WORDS))).equals(plain)).toBe(true);
});

test('another passphrase, a changed byte, a cut end, swapped or missing chunks and foreign files are refused', async () => {
  const sealed = await all(sealStream(of(Buffer.alloc(2 * MIB + 10, 1)), WORDS));
  const refused = (bytes: Buffer, words = WORDS) => expect(all(openStream(of(bytes), words))).rejects.toThrow();
  await refused(sealed, 'correct horse batterz');
  const changed = Buffer.from(sealed);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  await refused(changed);
  const [header, chunk] = [15 + 16 + 7, MIB + 16];
  await refused(sealed.subarray(0, sealed.length - 26));
  await refused(sealed.subarray(0, header + chunk));
  const [first, second] = [
    sealed.subarray(header, header + chunk),
    sealed.subarray(header + chunk, header + 2 * chunk),
  ];
  const rest = sealed.subarray(header + 2 * chunk);
  await refused(Buffer.concat([sealed.subarray(0, header), second, first, rest]));
  await refused(Buffer.concat([sealed.subarray(0, header), first, rest]));
  await refused(Buffer.from('PGDMP and so on, long enough to hold a header of ours'));
  await refused(Buffer.alloc(0));
});

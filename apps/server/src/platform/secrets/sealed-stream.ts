import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { CannotStart } from '../cannot-start.ts';

/*
 * A stream under a passphrase: key by scrypt, then AES-256-GCM chunk by chunk. Each chunk has a nonce of its own, made of a random
 * beginning, the chunk's number and whether it is the last one, so that none can be left out, put elsewhere or cut off at the end unseen.
 */
const MAGIC = 'JISHI-SEALED 1\n';
const SALT_BYTES = 16;
const PREFIX_BYTES = 7;
const HEADER_BYTES = MAGIC.length + SALT_BYTES + PREFIX_BYTES;
const CHUNK_BYTES = 1_048_576;
const TAG_BYTES = 16;
/** 128 MiB and about half a second a guess. */
const COST = { N: 131_072, r: 8, p: 1, maxmem: 256 * 1_048_576 };

const keyOf = (passphrase: string, salt: Buffer): Promise<Buffer> =>
  new Promise((done, fail) =>
    scrypt(passphrase.normalize('NFC'), salt, 32, COST, (error, key) => (error ? fail(error) : done(key))),
  );

function nonceOf(prefix: Buffer, number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  prefix.copy(nonce);
  nonce.writeUInt32BE(number, PREFIX_BYTES);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/** Pieces of exactly `size` bytes; the last one is what remains, and may be empty. */
async function* pieces(source: AsyncIterable<Buffer>, size: number): AsyncGenerator<{ piece: Buffer; last: boolean }> {
  let held: Buffer[] = [];
  let bytes = 0;
  for await (const part of source) {
    held.push(part);
    bytes += part.length;
    // One byte more than a piece proves that it is not the last.
    if (bytes <= size) continue;
    let whole = Buffer.concat(held);
    for (; whole.length > size; whole = whole.subarray(size)) yield { piece: whole.subarray(0, size), last: false };
    held = [whole];
    bytes = whole.length;
  }
  yield { piece: Buffer.concat(held), last: true };
}

/** The stream sealed under the passphrase. */
export async function* sealStream(source: AsyncIterable<Buffer>, passphrase: string): AsyncGenerator<Buffer> {
  const [salt, prefix] = [randomBytes(SALT_BYTES), randomBytes(PREFIX_BYTES)];
  const header = Buffer.concat([Buffer.from(MAGIC), salt, prefix]);
  const key = await keyOf(passphrase, salt);
  yield header;
  let number = 0;
  for await (const { piece, last } of pieces(source, CHUNK_BYTES)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(prefix, number++, last));
    cipher.setAAD(header);
    yield Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
  }
}

/** What was sealed. Throws CannotStart when the passphrase is wrong, or anything was changed, left out or cut off. */
export async function* openStream(source: AsyncIterable<Buffer>, passphrase: string): AsyncGenerator<Buffer> {
  const parts = source[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  while (start.length < HEADER_BYTES) {
    const { value, done } = await parts.next();
    if (done) throw new CannotStart('this is no backup of Jishi: it is too short');
    start = Buffer.concat([start, value as Buffer]);
  }
  const header = start.subarray(0, HEADER_BYTES);
  if (header.subarray(0, MAGIC.length).toString('latin1') !== MAGIC)
    throw new CannotStart('this is no backup of Jishi: it does not begin like one');
  const prefix = header.subarray(MAGIC.length + SALT_BYTES);
  const key = await keyOf(passphrase, header.subarray(MAGIC.length, MAGIC.length + SALT_BYTES));
  const rest = start.subarray(HEADER_BYTES);
  async function* body(): AsyncGenerator<Buffer> {
    if (rest.length > 0) yield rest;
    for (;;) {
      const { value, done } = await parts.next();
      if (done) return;
      yield value as Buffer;
    }
  }
  let number = 0;
  for await (const { piece, last } of pieces(body(), CHUNK_BYTES + TAG_BYTES)) {
    const at = number++;
    const plain = opened(key, header, nonceOf(prefix, at, last), piece);
    if (!plain)
      throw new CannotStart(
        at === 0
          ? 'the backup does not open: the passphrase is another one, or the file was damaged'
          : 'the backup was damaged or cut off',
      );
    yield plain;
  }
}

function opened(key: Buffer, header: Buffer, nonce: Buffer, piece: Buffer): Buffer | null {
  if (piece.length < TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAAD(header);
  decipher.setAuthTag(piece.subarray(piece.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(piece.subarray(0, piece.length - TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}

import { CannotStart } from '../cannot-start.ts';

/** What a backup is made of: records, each a head and then pieces of data. */
export type Head =
  | { kind: 'manifest'; madeAt: string; version: string; schema: SchemaFile[] }
  | { kind: 'secret' }
  | { kind: 'table'; name: string }
  | { kind: 'sequences'; values: SequenceValue[] }
  | { kind: 'file'; name: string }
  | { kind: 'end'; rows: number; files: number };
export interface SchemaFile {
  name: string;
  checksum: string;
}
export interface SequenceValue {
  name: string;
  value: string;
  called: boolean;
}

const LENGTH_BYTES = 4;
/** No piece is longer; a length beyond it is none of ours. */
const LONGEST = 256 * 1_048_576;

const framed = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** A record as bytes: its head, its pieces, and an empty piece as its end. */
export async function* written(
  head: Head,
  data: AsyncIterable<Buffer> | Iterable<Buffer> = [],
): AsyncGenerator<Buffer> {
  yield framed(Buffer.from(JSON.stringify(head)));
  for await (const piece of data) if (piece.length > 0) yield framed(piece);
  yield framed(Buffer.alloc(0));
}

/** Hands each record of a backup to `take`, which must read its data to the end or leave it: what it leaves is passed over. */
export async function eachRecord(
  source: AsyncIterable<Buffer>,
  take: (head: Head, data: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  const frames = framesOf(source);
  for (;;) {
    const { value, done } = await frames.next();
    if (done) return;
    const head = JSON.parse(value.toString()) as Head;
    const data = piecesOf(frames);
    await take(head, data);
    for await (const _left of data);
  }
}

async function* piecesOf(frames: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  for (;;) {
    // Not `for await`: leaving that would end the frames for the next record too.
    const { value, done } = await frames.next();
    if (done) throw new CannotStart('the backup ends in the middle of a record');
    if (value.length === 0) return;
    yield value;
  }
}

async function* framesOf(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  for await (const part of source) {
    held = held.length === 0 ? part : Buffer.concat([held, part]);
    for (;;) {
      if (held.length < LENGTH_BYTES) break;
      const length = held.readUInt32BE();
      if (length > LONGEST) throw new CannotStart('the backup has a record that is no record');
      if (held.length < LENGTH_BYTES + length) break;
      yield held.subarray(LENGTH_BYTES, LENGTH_BYTES + length);
      held = held.subarray(LENGTH_BYTES + length);
    }
  }
  if (held.length > 0) throw new CannotStart('the backup ends in the middle of a record');
}

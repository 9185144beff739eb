import type { Db, Tx } from '../../../platform/db/index.ts';
import { hashIn, type KeptFile } from '../../../platform/files/files.ts';
import { pictures } from '../../../platform/files/pictures.ts';
import { keepItem } from './library.store.ts';
import { mediaRefusals } from './media.api.ts';

/** Wide enough for any screen it is shown on. */
const MAX_WIDTH = 1600;
/** WebP holds 16,383. */
const MAX_HEIGHT = 16_000;
/** A JPEG is shrunk while it is read; of other formats every pixel is held in memory. */
const MAX_JPEG_PIXELS = 100_000_000;
const MAX_PIXELS = 50_000_000;
const FORMATS = new Set(['jpeg', 'png', 'webp', 'gif']);

export interface Picture {
  bytes: Buffer;
  width: number;
  height: number;
}

/**
 * Re-encodes a picture as WebP: upright, at most 1600 px wide, without metadata; an animated one keeps its frames. A long one keeps
 * its width, because that is how wide it is shown. Refuses with MEDIA_NOT_A_PICTURE, MEDIA_TOO_MANY_PIXELS or MEDIA_TOO_LONG.
 */
export async function toPicture(upload: Buffer): Promise<Picture> {
  const { width, height, frames } = await checked(upload);
  const sharp = await pictures();
  const image = sharp(upload, { animated: frames > 1, limitInputPixels: MAX_JPEG_PIXELS }).rotate();
  if (width > MAX_WIDTH) image.resize(MAX_WIDTH);
  if (Math.min(1, MAX_WIDTH / width) * height > MAX_HEIGHT) throw mediaRefusals.MEDIA_TOO_LONG();
  const { data, info } = await image.webp({ quality: 82 }).toBuffer({ resolveWithObject: true }).catch(notAPicture);
  return { bytes: data, width: info.width, height: info.pageHeight ?? info.height };
}

/** Width and height as they are seen, and the number of frames. */
async function checked(upload: Buffer): Promise<{ width: number; height: number; frames: number }> {
  if (upload.length === 0) throw mediaRefusals.MEDIA_NOT_A_PICTURE();
  const sharp = await pictures();
  // Only the header is read here, so the number of pixels costs nothing.
  const {
    format,
    width,
    height,
    pages: frames = 1,
    autoOrient,
  } = await sharp(upload, { limitInputPixels: false }).metadata().catch(notAPicture);
  if (!format || !FORMATS.has(format) || !width || !height) throw mediaRefusals.MEDIA_NOT_A_PICTURE();
  const pixels = width * height * frames;
  if (pixels > (format === 'jpeg' ? MAX_JPEG_PIXELS : MAX_PIXELS)) throw mediaRefusals.MEDIA_TOO_MANY_PIXELS();
  return { ...autoOrient, frames };
}

/** What the decoder says of bytes that are no picture; that there is no memory left is another matter. */
function notAPicture(error: Error): never {
  if (/memory|alloc/i.test(error.message)) throw error;
  throw mediaRefusals.MEDIA_NOT_A_PICTURE();
}

/** Notes that the shop has a WebP picture whose bytes are kept. */
export async function noteFile(tx: Tx, tenantId: number, { hash }: KeptFile, picture: Picture): Promise<void> {
  await tx
    .insertInto('file')
    .values({
      tenant_id: tenantId,
      hash,
      media_type: 'image/webp',
      bytes: picture.bytes.length,
      width: picture.width,
      height: picture.height,
    })
    .onConflict((c) => c.columns(['tenant_id', 'hash']).doNothing())
    .execute();
}

/** Puts a WebP picture whose bytes are kept into the shop's library. The same bytes stand there once, under the first name. */
export async function notePicture(
  tx: Tx,
  tenantId: number,
  kept: KeptFile,
  picture: Picture,
  place: { name: string; folder: string },
): Promise<void> {
  await noteFile(tx, tenantId, kept, picture);
  const { bytes, width, height } = picture;
  await keepItem(tx, tenantId, { picture: kept.url, ...place, width, height, bytes: bytes.length });
}

/** Whether the shop has all of these pictures, by their addresses. */
export async function hasPictures(db: Db, tenantId: number, addresses: readonly string[]): Promise<boolean> {
  const hashes = [...new Set(addresses.map(hashIn))];
  if (hashes.length === 0) return true;
  const rows = await db
    .selectFrom('file')
    .select('hash')
    .where('tenant_id', '=', tenantId)
    .where('hash', 'in', hashes)
    .execute();
  return rows.length === hashes.length;
}

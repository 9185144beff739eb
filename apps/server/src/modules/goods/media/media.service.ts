import sharp from 'sharp';
import type { Tx } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { mediaRefusals } from './media.api.ts';

const MAX_SIDE = 1600;
const MAX_PIXELS = 50_000_000;
const FORMATS = new Set(['jpeg', 'png', 'webp', 'gif']);

export interface Picture {
  bytes: Buffer;
  width: number;
  height: number;
}

/** Re-encodes a picture as WebP: upright, at most 1600 px a side, without metadata. Refuses with MEDIA_NOT_A_PICTURE. */
export async function toPicture(upload: Buffer): Promise<Picture> {
  try {
    const image = sharp(upload, { limitInputPixels: MAX_PIXELS });
    const { format } = await image.metadata();
    if (!format || !FORMATS.has(format)) throw mediaRefusals.MEDIA_NOT_A_PICTURE();
    const { data, info } = await image
      .rotate()
      .resize(MAX_SIDE, MAX_SIDE, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 82 })
      .toBuffer({ resolveWithObject: true });
    return { bytes: data, width: info.width, height: info.height };
  } catch {
    // Whatever the decoder says, the bytes are not a picture that we can show.
    throw mediaRefusals.MEDIA_NOT_A_PICTURE();
  }
}

/** Keeps a WebP picture and returns its address. The same bytes are kept once. */
export async function keepPicture(tx: Tx, { files }: Platform, tenantId: number, picture: Picture): Promise<string> {
  const { hash, url } = files.put(picture.bytes, 'webp');
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
  return url;
}

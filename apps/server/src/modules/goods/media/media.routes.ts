import multipart from '@fastify/multipart';
import type { Platform } from '../../../platform/app.ts';
import { mediaRefusals, uploadPicture } from './media.api.ts';
import { keepPicture, toPicture } from './media.service.ts';

const MAX_BYTES = 8 * 1024 * 1024;

export async function registerMedia(platform: Platform): Promise<void> {
  const { http, database } = platform;
  await http.server.register(multipart, { limits: { fileSize: MAX_BYTES, files: 1, fields: 4 } });
  http.steps(uploadPicture, async ({ actor: { tenantId }, req }) => {
    if (!req.isMultipart()) throw mediaRefusals.MEDIA_NOT_A_PICTURE();
    const part = await req.file();
    if (!part) throw mediaRefusals.MEDIA_NOT_A_PICTURE();
    const picture = await toPicture(await part.toBuffer());
    const url = await database.inTx(tenantId, (tx) => keepPicture(tx, platform, tenantId, picture));
    return { url, width: picture.width, height: picture.height, bytes: picture.bytes.length };
  });
}

import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { Module, Platform } from '../../../platform/platform.ts';
import { mediaRefusals, uploadPicture } from './media.api.ts';
import { keepPicture, toPicture } from './media.service.ts';

const MAX_BYTES = 8 * 1024 * 1024;

/** The one route that takes multipart; it lives in a scope of its own, so that no other begins to. */
export const media: Module = { name: 'goods/media', register };

async function register(platform: Platform): Promise<void> {
  const { http, database } = platform;
  await http.server.register(async (scope) => {
    await scope.register(multipart, { limits: { fileSize: MAX_BYTES, files: 1, fields: 4, parts: 5 } });
    http.within(scope).steps(uploadPicture, async ({ actor: { tenantId }, req }) => {
      const picture = await toPicture(await receivedFile(req));
      const url = await database.inTx(tenantId, (tx) => keepPicture(tx, platform, tenantId, picture));
      return { url, width: picture.width, height: picture.height, bytes: picture.bytes.length };
    });
  });
}

/** The bytes of the one file. Refuses with MEDIA_NOT_A_PICTURE when there is none, MEDIA_TOO_LARGE beyond 8 MB. */
async function receivedFile(req: FastifyRequest): Promise<Buffer> {
  if (!req.isMultipart()) throw mediaRefusals.MEDIA_NOT_A_PICTURE();
  const part = await req.file();
  if (!part) throw mediaRefusals.MEDIA_NOT_A_PICTURE();
  try {
    return await part.toBuffer();
  } catch (error) {
    if ((error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE') throw mediaRefusals.MEDIA_TOO_LARGE();
    throw error;
  }
}

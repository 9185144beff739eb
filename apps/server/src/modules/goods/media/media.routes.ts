import path from 'node:path';
import multipart, { type MultipartFields } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { cut } from '../../../kernel/text.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { registerLibrary } from './library.routes.ts';
import { mediaRefusals, uploadPicture, uploadShopperPicture } from './media.api.ts';
import { noteFile, notePicture, toPicture } from './media.service.ts';

const MAX_BYTES = 8 * 1024 * 1024;

/** The two routes that take multipart; they live in a scope of their own, so that no other begins to. */
export const media: Module = { name: 'goods/media', register };

async function register(platform: Platform): Promise<void> {
  const { http, database, files } = platform;
  registerLibrary(platform);
  await http.server.register(async (scope) => {
    await scope.register(multipart, { limits: { fileSize: MAX_BYTES, files: 1, fields: 4, parts: 5 } });
    http.within(scope).steps(uploadPicture, async ({ actor: { tenantId }, req }) => {
      const { bytes, ...place } = await receivedFile(req);
      const picture = await toPicture(bytes);
      const kept = await files.put(picture.bytes, 'webp', picture);
      await database.inTx(tenantId, (tx) => notePicture(tx, tenantId, kept, picture, place));
      return { url: kept.url, width: picture.width, height: picture.height, bytes: picture.bytes.length };
    });
    http.within(scope).steps(uploadShopperPicture, async ({ actor: { tenantId }, req }) => {
      const picture = await toPicture((await receivedFile(req)).bytes);
      const kept = await files.put(picture.bytes, 'webp', picture);
      await database.inTx(tenantId, (tx) => noteFile(tx, tenantId, kept, picture));
      return { url: kept.url, width: picture.width, height: picture.height, bytes: picture.bytes.length };
    });
  });
}

const MAX_NAME = 60;
const MAX_FOLDER = 20;
/** What a person called the file; names that cameras and programs give are no help, but they are all there is. */
const nameOf = (filename: string | undefined): string =>
  cut(
    path
      .parse(filename ?? '')
      .name.replace(/[\p{C}\s]+/gu, ' ')
      .trim(),
    MAX_NAME,
  ) || '图片';
/** Of the field `folder`, when it came before the file. */
const folderOf = (fields: MultipartFields): string => {
  const field = fields.folder;
  const value = field && !Array.isArray(field) && field.type === 'field' ? String(field.value) : '';
  return cut(value.replace(/[\p{C}\s]+/gu, ' ').trim(), MAX_FOLDER);
};

/** The one file, and where it goes. Refuses with MEDIA_NOT_A_PICTURE when there is none, MEDIA_TOO_LARGE beyond 8 MB. */
async function receivedFile(req: FastifyRequest): Promise<{ bytes: Buffer; name: string; folder: string }> {
  if (!req.isMultipart()) throw mediaRefusals.MEDIA_NOT_A_PICTURE();
  const part = await req.file();
  if (!part) throw mediaRefusals.MEDIA_NOT_A_PICTURE();
  try {
    const bytes = await part.toBuffer();
    // The library throws only when more comes after the limit was noticed.
    if (part.file.truncated) throw mediaRefusals.MEDIA_TOO_LARGE();
    return { bytes, name: nameOf(part.filename), folder: folderOf(part.fields) };
  } catch (error) {
    if ((error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE') throw mediaRefusals.MEDIA_TOO_LARGE();
    throw error;
  }
}

import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Id, Nullable, named, PageOf, PageQuery, Text, Time } from '../../../kernel/schema.ts';

export const mediaRefusals = refusals({
  MEDIA_NOT_A_PICTURE: { status: 400, message: '只支持 JPG、PNG、WebP、GIF 图片' },
  MEDIA_TOO_MANY_PIXELS: {
    status: 400,
    message: '图片像素太多：JPG 最多 1 亿像素，其他格式和动图最多 5000 万，请缩小后再上传',
  },
  MEDIA_TOO_LONG: { status: 400, message: '图片太长，请裁成几张（每张高度不超过宽度的 10 倍）再上传' },
  MEDIA_TOO_LARGE: { status: 413, message: '图片不能超过 8 MB' },
  MEDIA_IN_USE: { status: 409, message: '图片还在使用，不能删除；「用在哪里」里列出了它们' },
});
/** The address of an uploaded picture. */
export const Picture = Type.String({
  maxLength: 200,
  pattern: '^/files/[A-Za-z0-9._-]+$',
  description:
    'Address of an uploaded picture; its size stands in its name (…-750x1000.webp), ?w=360|540|720|1080 is a narrower copy',
});
const Uploaded = Type.Object({
  url: Type.String(),
  width: Type.Integer(),
  height: Type.Integer(),
  bytes: Type.Integer(),
});
export const uploadPicture = operation({
  method: 'POST',
  url: '/admin/media',
  operationId: 'uploadPicture',
  tag: 'media',
  summary:
    'Takes one picture as multipart/form-data (field `file`, before it `folder` if there is one), re-encodes it as WebP at most 1600 px wide, animated ones too, puts it into the library under the name of its file, and returns its address',
  audience: 'goods:write',
  limit: { per: 'caller', burst: 200, perMinute: 120 },
  repeatable: true,
  reply: { status: 201, schema: Uploaded },
});
export const uploadShopperPicture = operation({
  method: 'POST',
  url: '/shop/pictures',
  operationId: 'uploadShopperPicture',
  tag: 'media',
  summary:
    'Takes one picture of a shopper as multipart/form-data (field `file`), as `uploadPicture` does, for a review or as evidence; it is no part of the library',
  audience: 'shopper',
  limit: { per: 'caller', burst: 30, perMinute: 20 },
  repeatable: true,
  reply: { status: 201, schema: Uploaded },
});

const Folder = Text(20, 0);
const MediaItem = Type.Object({
  id: Id,
  url: Type.String(),
  name: Type.String(),
  folder: Type.String({ description: 'Empty for none' }),
  width: Type.Integer(),
  height: Type.Integer(),
  bytes: Type.Integer(),
  createdAt: Time,
});
const ById = Type.Object({ id: Id });
export const listMedia = operation({
  method: 'GET',
  url: '/admin/media',
  operationId: 'listMedia',
  tag: 'media',
  summary:
    'Pictures of the shop, the newest first; found by the beginning of the name, a hundred at most in the order of names',
  audience: 'goods:read',
  query: Type.Object(
    {
      folder: Type.Optional(Type.String({ ...Folder, description: 'Empty: those in none' })),
      keyword: Type.Optional(Text(60)),
      ...PageQuery,
    },
    { additionalProperties: false },
  ),
  reply: { status: 200, schema: PageOf(MediaItem) },
});
export const listMediaFolders = operation({
  method: 'GET',
  url: '/admin/media/folders',
  operationId: 'listMediaFolders',
  tag: 'media',
  summary: 'Folders that hold a picture, by name, two hundred at most',
  audience: 'goods:read',
  reply: { status: 200, schema: Type.Object({ items: Type.Array(Type.String()) }) },
});
export const listMediaUses = operation({
  method: 'GET',
  url: '/admin/media/:id/uses',
  operationId: 'listMediaUses',
  tag: 'media',
  summary: 'What shows a picture: goods, categories, settings of the shop; a hundred at most',
  audience: 'goods:read',
  params: ById,
  reply: {
    status: 200,
    schema: Type.Object({
      items: Type.Array(
        Type.Object({ owner: Nullable(Id), name: Type.String({ description: 'In the words of a merchant' }) }),
      ),
    }),
  },
});
export const updateMedia = operation({
  method: 'PUT',
  url: '/admin/media/:id',
  operationId: 'updateMedia',
  tag: 'media',
  summary: 'Renames a picture or puts it into a folder',
  audience: 'goods:write',
  params: ById,
  body: Type.Object({ name: Text(60), folder: Folder }, { additionalProperties: false }),
  repeatable: true,
  reply: { status: 200, schema: MediaItem },
});
export const moveMedia = operation({
  method: 'POST',
  url: '/admin/media/moves',
  operationId: 'moveMedia',
  tag: 'media',
  summary: 'Puts up to 100 pictures into a folder, or with an empty one into none',
  audience: 'goods:write',
  body: Type.Object(
    { ids: Type.Array(Id, { minItems: 1, maxItems: 100, uniqueItems: true }), folder: Folder },
    { additionalProperties: false },
  ),
  repeatable: true,
  reply: { status: 200, schema: Type.Object({ moved: Type.Integer() }) },
});
export const deleteMedia = operation({
  method: 'DELETE',
  url: '/admin/media/:id',
  operationId: 'deleteMedia',
  tag: 'media',
  summary: 'Takes a picture that nothing shows out of the library; past orders still show it',
  audience: 'goods:write',
  params: ById,
  repeatable: true,
  reply: { status: 204, schema: null },
});

named({ MediaItem, Uploaded });

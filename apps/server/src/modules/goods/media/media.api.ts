import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';

export const mediaRefusals = refusals({
  MEDIA_NOT_A_PICTURE: { status: 400, message: '只支持 JPG、PNG、WebP、GIF 图片' },
  MEDIA_TOO_LARGE: { status: 413, message: '图片不能超过 8 MB' },
});
export const uploadPicture = operation({
  method: 'POST',
  url: '/admin/media',
  operationId: 'uploadPicture',
  tag: 'media',
  summary: 'Takes one picture as multipart/form-data (field `file`), re-encodes it as WebP and returns its address',
  audience: 'goods:write',
  limit: { per: 'caller', burst: 200, perMinute: 120 },
  repeatable: true,
  reply: {
    status: 201,
    schema: Type.Object({ url: Type.String(), width: Type.Integer(), height: Type.Integer(), bytes: Type.Integer() }),
  },
});

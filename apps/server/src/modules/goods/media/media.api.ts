import { Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';

export const mediaRefusals = refusals({
  MEDIA_NOT_A_PICTURE: { status: 400, message: '只支持 JPG、PNG、WebP、GIF 图片' },
  MEDIA_TOO_MANY_PIXELS: {
    status: 400,
    message: '图片像素太多：JPG 最多 1 亿像素，其他格式和动图最多 5000 万，请缩小后再上传',
  },
  MEDIA_TOO_LONG: { status: 400, message: '图片太长，请裁成几张（每张高度不超过宽度的 10 倍）再上传' },
  MEDIA_TOO_LARGE: { status: 413, message: '图片不能超过 8 MB' },
});
export const uploadPicture = operation({
  method: 'POST',
  url: '/admin/media',
  operationId: 'uploadPicture',
  tag: 'media',
  summary:
    'Takes one picture as multipart/form-data (field `file`), re-encodes it as WebP at most 1600 px wide, animated ones too, and returns its address',
  audience: 'goods:write',
  limit: { per: 'caller', burst: 200, perMinute: 120 },
  repeatable: true,
  reply: {
    status: 201,
    schema: Type.Object({ url: Type.String(), width: Type.Integer(), height: Type.Integer(), bytes: Type.Integer() }),
  },
});

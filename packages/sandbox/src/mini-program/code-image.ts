import QRCode from 'qrcode';
import type { Context } from '../context.ts';
import { Picture } from './api-server.ts';
import type { ApiBody } from './body.ts';
import { ApiRefusal } from './refusal.ts';

const SCENE = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]+$/;
const PAGE = /^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/;

/** `/wxa/getwxacodeunlimit`: a JPEG that leads to the page with its scene. Refuses with 40169, 40129, 85096, 41030, 40097. */
export async function unlimitedCode({ settings, baseUrl }: Context, body: ApiBody): Promise<Picture> {
  const scene = body.text('scene') ?? '';
  checkScene(scene);
  const page = body.text('page') ?? settings.pages?.[0] ?? 'pages/index/index';
  const checked = body.flag('check_path') ?? true;
  const exists = settings.pages === null || settings.pages.includes(page);
  if (!PAGE.test(page) || (checked && !exists)) throw new ApiRefusal(41030, 'invalid page');
  const version = body.text('env_version') ?? 'release';
  if (!['release', 'trial', 'develop'].includes(version)) throw new ApiRefusal(40097, 'invalid args: env_version');
  const width = body.integer('width') ?? 430;
  if (width < 280 || width > 1280) throw new ApiRefusal(40097, 'invalid args: width');
  const address = `${baseUrl()}/sandbox/scan?${new URLSearchParams({ page, scene })}`;
  const png = await QRCode.toBuffer(address, { type: 'png', width, margin: 2, errorCorrectionLevel: 'M' });
  // Native code, and hardly ever needed.
  const { default: sharp } = await import('sharp');
  return new Picture(await sharp(png).jpeg().toBuffer(), 'image/jpeg');
}

/** Source: 获取不限制的小程序码, 错误码. */
function checkScene(scene: string): void {
  if (scene === '' || scene.length > 32)
    throw new ApiRefusal(40169, 'invalid length for scene, or the data is not json string');
  if (!SCENE.test(scene)) throw new ApiRefusal(40129, 'invalid scene');
  if (scene.includes('scancode_time')) throw new ApiRefusal(85096, 'not allow include scancode_time field');
}

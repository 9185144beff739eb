// What the mini program asks of a person's phone, read from its code: the text for WeChat's 用户隐私保护指引, and what is not declared.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface PrivateData {
  /** As WeChat calls it in the guide. */
  name: string;
  /** What in the code asks for it. */
  used: RegExp;
  /** Has to stand in requiredPrivateInfos of app.json. */
  required?: string;
}
/** WeChat's list of what a guide has to name (developers.weixin.qq.com, 用户隐私保护指引内容介绍). */
export const PRIVATE_DATA: readonly PrivateData[] = [
  { name: '收货地址', used: /\bchooseAddress\b/, required: 'chooseAddress' },
  {
    name: '手机号',
    used: /openType=["'{\s]*getPhoneNumber|\bonGetPhoneNumber\b|bindgetphonenumber|getRealtimePhoneNumber/,
  },
  {
    name: '昵称、头像',
    used: /openType=["'{\s]*chooseAvatar|type=["']nickname["']|\bgetUserProfile\b|\bonChooseAvatar\b/,
  },
  { name: '选中的照片或视频', used: /\bTaro\.(chooseImage|chooseMedia|chooseVideo)\b/ },
  { name: '选中的文件', used: /\bTaro\.chooseMessageFile\b/ },
  { name: '相册（仅写入）', used: /\bTaro\.(saveImageToPhotosAlbum|saveVideoToPhotosAlbum)\b/ },
  { name: '剪切板', used: /\bTaro\.(setClipboardData|getClipboardData)\b/ },
  { name: '位置信息', used: /\bTaro\.(getLocation|onLocationChange|startLocationUpdate)\b/, required: 'getLocation' },
  { name: '选择的位置', used: /\bTaro\.(chooseLocation|choosePoi)\b/, required: 'chooseLocation' },
  { name: '麦克风', used: /\bTaro\.(startRecord|getRecorderManager|joinVoIPChat)\b/ },
  { name: '摄像头', used: /\bTaro\.(createCameraContext|createVKSession|scanCode)\b|<Camera\b/ },
  { name: '通讯录（仅写入）', used: /\bTaro\.addPhoneContact\b/ },
  { name: '日历（仅写入）', used: /\bTaro\.(addPhoneCalendar|addPhoneRepeatCalendar)\b/ },
  { name: '发票信息', used: /\bTaro\.(chooseInvoice|chooseInvoiceTitle)\b/ },
  { name: '微信运动步数', used: /\bTaro\.getWeRunData\b/ },
  { name: '蓝牙', used: /\bTaro\.(openBluetoothAdapter|createBLEPeripheralServer)\b/ },
  { name: '加速传感器', used: /\bTaro\.(startAccelerometer|onAccelerometerChange)\b/ },
];

/** Why the storefront needs each of them. What is used and has no line here fails the check: think first, then write it down. */
export const PURPOSES: Record<string, string> = {
  收货地址: '用于您下单时填写收货信息，也可以改为手工填写',
  手机号: '用于登录，以及把您在网页和小程序里的订单合在一起',
  '昵称、头像': '用于在您的个人页和评价里显示，可以不填写',
  选中的照片或视频: '用于您上传头像、评价图片和售后凭证',
  剪切板: '用于您点击“复制”时写入单号或地址，不会读取剪切板',
};

const SOURCES = 'apps/storefront/src';
const sources = (): string =>
  readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.(test|h5|config)\.|\.h5\./.test(file))
    .map((file) => readFileSync(path.join(SOURCES, file), 'utf8'))
    .join('\n');

/** What a mini program's code asks a phone for. */
export const usedBy = (code: string): PrivateData[] => PRIVATE_DATA.filter(({ used }) => used.test(code));
export const usedByStorefront = (): PrivateData[] => usedBy(sources());

/** The text that is pasted into WeChat's form, one purpose a line. Throws for what has none. */
export function privacyGuide(used: readonly PrivateData[]): string {
  const missing = used.filter(({ name }) => !PURPOSES[name]).map(({ name }) => name);
  if (missing.length > 0)
    throw new Error(
      `used and not declared in tools/weapp-privacy.ts: ${missing.join('、')}. Say there what it is for.`,
    );
  return used.map(({ name }) => `${name}：${PURPOSES[name]}。`).join('\n');
}

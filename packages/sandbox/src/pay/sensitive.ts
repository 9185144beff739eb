import { decryptSensitive } from '@jishi/wechat';
import type { Keys } from '../keys.ts';
import type { Call } from './call.ts';
import { paramError } from './refusal.ts';

/** The text of an encrypted field. It must be encrypted with the key that the call's Wechatpay-Serial names, else PARAM_ERROR. */
export function opened({ platform, merchant }: Keys, { serial, keyMode }: Call, ciphertext: string): string {
  if (serial === undefined)
    throw paramError('请求中含有敏感信息，Http头Wechatpay-Serial不能为空', {
      location: 'header',
      field: 'Wechatpay-Serial',
      value: merchant.mchid,
    });
  try {
    return decryptSensitive(
      ciphertext,
      keyMode === 'public-key' ? platform.publicKeyPrivateKey : platform.certificatePrivateKey,
    );
  } catch {
    throw paramError('请确认待处理的消息是否为加密后的密文');
  }
}

import { randomBytes } from 'node:crypto';
import { buildResponseMessage, sign } from '@jishi/wechat';
import type { Keys } from '../keys.ts';
import type { KeyMode } from '../state.ts';

/** How a signature is spoiled: a wrong one, WeChat's own probe, or one that is right but ten minutes old. */
export type Spoil = 'tamper' | 'probe' | 'stale' | null;

const STALE_MS = 600_000;

/** The headers with which WeChat Pay signs an answer or a call-back of exactly this body. */
export function signatureHeaders(
  body: string,
  { keys, mode, nowMs, spoil }: { keys: Keys; mode: KeyMode; nowMs: number; spoil: Spoil },
): Record<string, string> {
  const timestamp = String(Math.floor((spoil === 'stale' ? nowMs - STALE_MS : nowMs) / 1000));
  const nonce = randomBytes(16).toString('hex');
  const byPublicKey = mode === 'public-key';
  const key = byPublicKey ? keys.platform.publicKeyPrivateKey : keys.platform.certificatePrivateKey;
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': byPublicKey ? keys.merchant.publicKeyId : keys.merchant.platformSerial,
    'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
    'Wechatpay-Signature': spoiled(sign(buildResponseMessage(timestamp, nonce, body), key), spoil),
  };
}

function spoiled(signature: string, spoil: Spoil): string {
  if (spoil === 'probe') return `WECHATPAY/SIGNTEST/${signature.slice(19)}`;
  if (spoil !== 'tamper') return signature;
  const bytes = Buffer.from(signature, 'base64');
  bytes.writeUInt8(bytes.readUInt8(0) ^ 0xff, 0);
  return bytes.toString('base64');
}

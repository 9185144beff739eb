import { buildRequestMessage, CLOCK_WINDOW_S, parseAuthorization, verify } from '@jishi/wechat';
import type { Keys } from '../keys.ts';
import type { KeyMode } from '../state.ts';
import { invalidRequest, PayRefusal, paramError } from './refusal.ts';

const SCHEME = 'WECHATPAY2-SHA256-RSA2048';

/** A request as it came: `path` with its raw query, `body` the exact text. */
interface RawRequest {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Checks who calls, in WeChat's order: headers, scheme, time, serial, signature. Answers with the key that has to sign the answer. */
export function authorize(request: RawRequest, keys: Keys, nowMs: number): KeyMode {
  const { merchant, merchantPublicKey } = keys;
  if (!header(request, 'accept') || !header(request, 'user-agent'))
    throw invalidRequest('Http头缺少Accept或User-Agent');
  const authorization = header(request, 'authorization');
  if (!authorization) throw signError('Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》');
  if (!authorization.startsWith(`${SCHEME} `)) throw signError('Http头Authorization认证类型不正确');
  const claim = parseAuthorization(authorization);
  if (!claim) throw signError('Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》');
  const timestampS = Number(claim.timestamp);
  // Written so that a timestamp that is no number fails too.
  if (!(Math.abs(nowMs / 1000 - timestampS) <= CLOCK_WINDOW_S)) {
    throw signError('Http头Authorization中的timestamp与发起请求的时间不得超过5分钟');
  }
  if (claim.mchid !== merchant.mchid) throw new PayRefusal(401, 'SIGN_ERROR', '商户号不存在，请检查商户号是否正确');
  if (claim.serialNo.toUpperCase() !== merchant.serialNo) {
    throw signError('商户证书序列号有误。请使用签名私钥匹配的证书序列号');
  }
  const message = buildRequestMessage(request.method, request.path, timestampS, claim.nonceStr, request.body);
  if (!verify(message, claim.signature, merchantPublicKey)) throw wrongSignature(request, message);
  return keyModeOf(request, keys);
}

function keyModeOf(request: RawRequest, { merchant }: Keys): KeyMode {
  const serial = header(request, 'wechatpay-serial');
  if (!serial || serial === merchant.platformSerial) return 'certificate';
  if (serial === merchant.publicKeyId) return 'public-key';
  throw paramError('平台证书序列号Wechatpay-Serial错误', {
    location: 'header',
    field: 'Wechatpay-Serial',
    value: serial,
  });
}

const signError = (message: string) => new PayRefusal(401, 'SIGN_ERROR', message);

/** WeChat shows the message it checked against, cut short, so that one can compare. */
function wrongSignature(request: RawRequest, message: string): PayRefusal {
  return new PayRefusal(401, 'SIGN_ERROR', '错误的签名，验签失败', {
    detail: { issue: 'sign not match' },
    field: 'signature',
    location: 'authorization',
    sign_information: {
      method: request.method,
      sign_message_length: Buffer.byteLength(message),
      truncated_sign_message: message.slice(0, 256),
      url: request.path,
    },
  });
}

function header(request: RawRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

import { constants, publicEncrypt, randomBytes } from 'node:crypto';
import { buildRequestMessage, sign } from '@jishi/wechat';
import type { Sandbox } from '../sandbox.ts';

export interface SignedCall {
  method?: 'GET' | 'POST';
  path: string;
  body?: unknown;
  /** What goes into the Authorization header instead of the right thing. */
  claim?: Partial<Record<'mchid' | 'serial_no' | 'timestamp' | 'signature' | 'scheme', string>>;
  /** The bytes sent when they are not the bytes signed. */
  sent?: string;
  headers?: Record<string, string>;
  /** The answer is no JSON. */
  isText?: boolean;
}

/** Calls the sandbox as a merchant would, with any part of the signature replaced. */
export async function callSigned({ baseUrl, merchant }: Sandbox, call: SignedCall) {
  const body = call.body === undefined ? '' : JSON.stringify(call.body);
  const method = call.method ?? (body === '' ? 'GET' : 'POST');
  const nonce = randomBytes(16).toString('hex');
  const timestamp = call.claim?.timestamp ?? String(Math.floor(Date.now() / 1000));
  const message = buildRequestMessage(method, call.path, Number(timestamp), nonce, body);
  const claim = {
    mchid: merchant.mchid,
    nonce_str: nonce,
    timestamp,
    serial_no: merchant.serialNo,
    signature: sign(message, merchant.privateKey),
    ...call.claim,
  };
  const { scheme = 'WECHATPAY2-SHA256-RSA2048', ...fields } = claim;
  const authorization = `${scheme} ${Object.entries(fields)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',')}`;
  const answer = await fetch(baseUrl + call.path, {
    method,
    body: call.sent ?? (body === '' ? undefined : body),
    headers: { authorization, accept: 'application/json', 'content-type': 'application/json', ...call.headers },
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    body: text === '' || call.isText ? {} : JSON.parse(text),
  };
}

let orders = 0;

/** A number no other order of this run has. */
export function newNumber(prefix = 'T'): string {
  orders += 1;
  return `${prefix}${Date.now()}${String(orders).padStart(4, '0')}`;
}

/** A right JSAPI prepay body; change any part of it. */
export function prepayBody({ merchant, control }: Sandbox, change: Record<string, unknown> = {}) {
  return {
    appid: merchant.appid,
    mchid: merchant.mchid,
    description: '手冲咖啡礼盒',
    out_trade_no: newNumber(),
    notify_url: 'http://127.0.0.1:9/notify',
    amount: { total: 12_900, currency: 'CNY' as const },
    payer: { openid: control.login().openid },
    ...change,
  };
}

/** An order that is paid already; the call-back goes to `notifyUrl`. */
export async function paidOrder(
  sandbox: Sandbox,
  totalFen: number,
  notifyUrl = 'http://127.0.0.1:9/notify',
  change: Record<string, unknown> = {},
): Promise<string> {
  const amount = { total: totalFen, currency: 'CNY' };
  const body = prepayBody(sandbox, { amount, notify_url: notifyUrl, ...change });
  const { body: answer } = await callSigned(sandbox, { path: '/v3/pay/transactions/jsapi', body });
  sandbox.control.pay({ prepay_id: answer.prepay_id });
  return body.out_trade_no;
}

/** An encrypted field, with the header that names the key; made with node:crypto, not with our client. */
export function sealed({ merchant }: Sandbox, text: string): string {
  const key = { key: merchant.publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' };
  return publicEncrypt(key, Buffer.from(text)).toString('base64');
}
export const withKey = ({ merchant }: Sandbox) => ({ headers: { 'wechatpay-serial': merchant.publicKeyId } });

import { createHash, createHmac } from 'node:crypto';

/** What is signed of a request to Tencent Cloud: always a POST of JSON to `/`. */
export interface TcRequest {
  host: string;
  action: string;
  service: string;
  body: string;
  /** Seconds. */
  timestamp: number;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const SIGNED = 'content-type;host;x-tc-action';
export const TC_CONTENT = 'application/json; charset=utf-8';

/** The Authorization header of Tencent Cloud's signature TC3-HMAC-SHA256. */
export function tcAuthorization(request: TcRequest, keyId: string, keySecret: string): string {
  const { host, action, service, body, timestamp } = request;
  const day = new Date(timestamp * 1000).toISOString().slice(0, 10);
  const scope = `${day}/${service}/tc3_request`;
  const headers = `content-type:${TC_CONTENT}\nhost:${host}\nx-tc-action:${action.toLowerCase()}\n`;
  const canonical = ['POST', '/', '', headers, SIGNED, sha256(body)].join('\n');
  const key = hmac(hmac(hmac(`TC3${keySecret}`, day), service), 'tc3_request');
  const signature = hmac(key, `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`).toString('hex');
  return `TC3-HMAC-SHA256 Credential=${keyId}/${scope}, SignedHeaders=${SIGNED}, Signature=${signature}`;
}

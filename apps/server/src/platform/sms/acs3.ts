import { createHash, createHmac } from 'node:crypto';

/** What is signed of a request to Alibaba Cloud. */
export interface AcsRequest {
  method: 'GET' | 'POST';
  host: string;
  path: string;
  query: Record<string, string>;
  body: string;
  /** Names in small letters, `host` and all `x-acs-…` among them. */
  headers: Record<string, string>;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
/** RFC 3986: encodeURIComponent leaves five signs as they are that have to be encoded. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

export const acsQuery = (query: Record<string, string>): string =>
  Object.keys(query)
    .sort()
    .map((name) => `${encoded(name)}=${encoded(query[name] ?? '')}`)
    .join('&');

/** The Authorization header of Alibaba Cloud's signature V3 (ACS3-HMAC-SHA256). */
export function acsAuthorization(request: AcsRequest, keyId: string, keySecret: string): string {
  const names = Object.keys(request.headers).sort();
  const signed = names.join(';');
  const canonical = [
    request.method,
    request.path,
    acsQuery(request.query),
    names.map((name) => `${name}:${request.headers[name]?.trim()}\n`).join(''),
    signed,
    sha256(request.body),
  ].join('\n');
  const signature = createHmac('sha256', keySecret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex');
  return `ACS3-HMAC-SHA256 Credential=${keyId},SignedHeaders=${signed},Signature=${signature}`;
}

/** Hexadecimal SHA-256 of a body, which stands in the header x-acs-content-sha256. */
export const acsDigest = sha256;

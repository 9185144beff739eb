import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

type Headers = Record<string, string | string[] | undefined>;
/** A request as it came over the wire. */
export interface Wire {
  method: string;
  /** Path and query, not decoded. */
  url: string;
  headers: Headers;
  body: string;
}
interface Keys {
  id: string;
  secret: string;
}

const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text, 'utf8').digest();
const isSame = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
const one = (headers: Headers, name: string): string => String(headers[name] ?? '').trim();

const ACS_LIFE_MS = 15 * 60_000;
const TC_LIFE_S = 300;

/** What Alibaba Cloud says of a signature V3: null when it is right, else its own code. */
export function acsRefusal({ method, url, headers, body }: Wire, keys: Keys, nowMs: number): string | null {
  const said = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(
    one(headers, 'authorization'),
  );
  if (!said) return 'IncompleteSignature';
  const [, id = '', names = '', signature = ''] = said;
  if (id !== keys.id) return 'InvalidAccessKeyId.NotFound';
  const signed = names.split(';');
  const must = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-acs-'))];
  if (must.some((name) => !signed.includes(name)) || signed.join(';') !== [...signed].sort().join(';'))
    return 'IncompleteSignature';
  const atMs = Date.parse(one(headers, 'x-acs-date'));
  if (!(Math.abs(nowMs - atMs) <= ACS_LIFE_MS)) return 'InvalidTimeStamp.Expired';
  if (one(headers, 'x-acs-content-sha256') !== digest(body)) return 'SignatureDoesNotMatch';
  const [path = '', query = ''] = url.split('?');
  const canonical = [
    ...[method, path, sortedQuery(query)],
    ...[signed.map((name) => `${name}:${one(headers, name)}\n`).join(''), names, digest(body)],
  ].join('\n');
  const right = mac(keys.secret, `ACS3-HMAC-SHA256\n${digest(canonical)}`).toString('hex');
  return isSame(right, signature) ? null : 'SignatureDoesNotMatch';
}

function sortedQuery(raw: string): string {
  const strict = (text: string) =>
    encodeURIComponent(decodeURIComponent(text.replace(/\+/g, ' '))).replace(
      /[!'()*]/g,
      (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  return raw
    .split('&')
    .map((pair) => pair.split('=').map(strict).join('='))
    .sort()
    .join('&');
}

/** What Tencent Cloud says of a TC3 signature: null when it is right, else its own code. */
export function tcRefusal({ headers, body }: Wire, keys: Keys, nowMs: number): string | null {
  const said =
    /^TC3-HMAC-SHA256 Credential=([^/]+)\/(\d{4}-\d\d-\d\d)\/(\w+)\/tc3_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      one(headers, 'authorization'),
    );
  if (!said) return 'AuthFailure.SignatureFailure';
  const [, id = '', day = '', service = '', names = '', signature = ''] = said;
  if (id !== keys.id) return 'AuthFailure.SecretIdNotFound';
  const at = Number(one(headers, 'x-tc-timestamp'));
  if (!(Math.abs(nowMs / 1000 - at) <= TC_LIFE_S)) return 'AuthFailure.SignatureExpire';
  const signed = names.split(';');
  if (service !== 'sms' || !['content-type', 'host'].every((name) => signed.includes(name)))
    return 'AuthFailure.SignatureFailure';
  if (new Date(at * 1000).toISOString().slice(0, 10) !== day) return 'AuthFailure.SignatureFailure';
  const lines = signed.map((name) => `${name}:${one(headers, name).toLowerCase()}\n`).join('');
  const canonical = `POST\n/\n\n${lines}\n${names}\n${digest(body)}`;
  const key = ['sms', 'tc3_request'].reduce((before, part) => mac(before, part), mac(`TC3${keys.secret}`, day));
  const right = mac(key, `TC3-HMAC-SHA256\n${at}\n${day}/sms/tc3_request\n${digest(canonical)}`).toString('hex');
  return isSame(right, signature) ? null : 'AuthFailure.SignatureFailure';
}

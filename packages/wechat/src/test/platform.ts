import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin';

/** The other side of WeChat Pay, made of an independent client's parts: nothing of ours signs, encrypts or verifies here. */

export interface KeyPair {
  publicKey: string;
  privateKey: string;
}
export function newKeyPair(): KeyPair {
  const pem = (key: KeyObject, type: 'spki' | 'pkcs8') => String(key.export({ type: type as 'spki', format: 'pem' }));
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { publicKey: pem(publicKey, 'spki'), privateKey: pem(privateKey, 'pkcs8') };
}

export const merchantKeys = newKeyPair();
export const platformKeys = newKeyPair();
export const merchant = {
  mchid: '1900000001',
  appid: 'wx0000000000000001',
  serialNo: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
  privateKey: merchantKeys.privateKey,
  apiV3Key: 'an-api-v3-key-has-32-characters.',
};
export const PLATFORM_SERIAL = '7CEB5F6C37F6FAB0CC1C4B3F0C2C3A28D0C2FBD1';
export const PUBLIC_KEY_ID = 'PUB_KEY_ID_0119000000012024010200000001';
export const publicKeyMode = {
  mode: 'public-key' as const,
  publicKeyId: PUBLIC_KEY_ID,
  publicKey: platformKeys.publicKey,
};

interface Signing {
  serial?: string;
  privateKey?: string;
  timestampS?: number;
}
/** The headers with which WeChat signs a body. */
export function signatureOf(body: string, signing: Signing = {}): Record<string, string> {
  const timestamp = String(signing.timestampS ?? Math.floor(Date.now() / 1000));
  const nonce = Formatter.nonce();
  return {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': signing.serial ?? PUBLIC_KEY_ID,
    'wechatpay-signature': Rsa.sign(
      Formatter.response(timestamp, nonce, body),
      signing.privateKey ?? platformKeys.privateKey,
    ),
  };
}

export function encrypted(plain: string, associatedData: string) {
  const nonce = Formatter.nonce(12);
  const ciphertext = Aes.AesGcm.encrypt(plain, merchant.apiV3Key, nonce, associatedData);
  return { algorithm: 'AEAD_AES_256_GCM', nonce, associated_data: associatedData, ciphertext };
}

const RFC3339 = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, '+00:00');
/** One entry of GET /v3/certificates; valid from yesterday for a year. */
export function certificate(serial: string, pem: string, { fromMs = Date.now() - 86_400_000, days = 366 } = {}) {
  return {
    serial_no: serial,
    effective_time: RFC3339(fromMs),
    expire_time: RFC3339(fromMs + days * 86_400_000),
    encrypt_certificate: encrypted(pem, 'certificate'),
  };
}

/** What came in: the raw bytes, and whether the Authorization header holds for them. */
export interface Asked {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  isSigned: boolean;
}
export interface Answer {
  status?: number;
  body?: string | Buffer | object;
  /** false for none, or how it is signed. */
  signing?: Signing | false;
  headers?: Record<string, string>;
  /** The connection breaks instead. */
  breaks?: boolean;
  /** Nothing ever comes. */
  hangs?: boolean;
}
export type Handler = (asked: Asked, index: number) => Answer;

/** A server on this machine for one test; `asked` grows with every request. */
export async function startPlatform(handler: Handler): Promise<{ baseUrl: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const one = await read(request);
    asked.push(one);
    reply(response, handler(one, asked.length - 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function read(request: IncomingMessage): Promise<Asked> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const { method = '', url: path = '', headers } = request;
  const body = Buffer.concat(pieces).toString('utf8');
  return { method, path, headers, body, isSigned: isSigned(method, path, headers, body) };
}

function isSigned(method: string, path: string, headers: IncomingHttpHeaders, body: string): boolean {
  const claim = String(headers.authorization);
  const field = (name: string) => new RegExp(`[ ,]${name}="([^"]*)"`).exec(claim)?.[1] ?? '';
  if (field('mchid') !== merchant.mchid || field('serial_no') !== merchant.serialNo) return false;
  const message = Formatter.request(method, path, field('timestamp'), field('nonce_str'), body);
  return Rsa.verify(message, field('signature'), merchantKeys.publicKey);
}

function reply(response: ServerResponse, { status = 200, body = '', signing = {}, headers, ...fault }: Answer): void {
  if (fault.hangs) return;
  if (fault.breaks) {
    response.destroy();
    return;
  }
  const isText = typeof body === 'string' || Buffer.isBuffer(body);
  const bytes = Buffer.from(isText ? body : JSON.stringify(body));
  response.writeHead(status, {
    ...(signing === false ? {} : signatureOf(bytes.toString('utf8'), signing)),
    ...headers,
  });
  response.end(bytes);
}

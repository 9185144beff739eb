import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin';
import { WechatSignatureError } from '../errors.ts';
import { merchant, merchantKeys, newKeyPair } from '../test/platform.ts';
import {
  authorizationHeader,
  buildRequestMessage,
  buildResponseMessage,
  decryptResource,
  decryptSensitive,
  encryptResource,
  encryptSensitive,
  parseAuthorization,
  paySignJsapi,
  sign,
  verify,
} from './signing.ts';

const { publicKey, privateKey } = merchantKeys;
const text = () => fc.string({ unit: 'grapheme', maxLength: 200 });
const nonces = () => fc.string({ unit: fc.constantFrom(...'abcXYZ019'), minLength: 12, maxLength: 12 });
const ALGORITHM = 'AEAD_AES_256_GCM';

/** The same bytes with one bit turned over. */
function flipped(base64: string, at: number): string {
  const bytes = Buffer.from(base64, 'base64');
  const bit = at % (bytes.length * 8);
  const byte = bit >> 3;
  bytes.writeUInt8(bytes.readUInt8(byte) ^ (1 << (bit & 7)), byte);
  return bytes.toString('base64');
}

test('a message is what an independent client signs, line for line', () => {
  fc.assert(
    fc.property(fc.constantFrom('GET', 'POST'), text(), fc.nat(), nonces(), text(), (method, path, at, nonce, body) => {
      expect(buildRequestMessage(method, path, at, nonce, body)).toBe(Formatter.request(method, path, at, nonce, body));
      expect(buildResponseMessage(at, nonce, body)).toBe(Formatter.response(at, nonce, body));
    }),
  );
  expect(buildRequestMessage('get', '/v3/certificates', 1, 'n', '')).toBe('GET\n/v3/certificates\n1\nn\n\n');
});

test('signatures are the independent client’s, and each side takes the other’s', () => {
  fc.assert(
    fc.property(text(), (message) => {
      const ours = sign(message, privateKey);
      expect(ours).toBe(Rsa.sign(message, privateKey));
      expect(Rsa.verify(message, ours, publicKey)).toBe(true);
      expect(verify(message, ours, publicKey)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test('a signature with any bit turned, of another text or by another key is refused', () => {
  const other = newKeyPair();
  fc.assert(
    fc.property(text(), fc.nat(), (message, at) => {
      const signature = sign(message, privateKey);
      expect(verify(message, flipped(signature, at), publicKey)).toBe(false);
      expect(verify(`${message} `, signature, publicKey)).toBe(false);
      expect(verify(message, signature, other.publicKey)).toBe(false);
    }),
    { numRuns: 30 },
  );
  for (const rubbish of ['', 'no base64 at all', 'AAAA']) expect(verify('x', rubbish, publicKey)).toBe(false);
  const right = sign('x', privateKey);
  for (const padded of [`${right}x`, ` ${right}`, `${right.slice(0, 9)}%${right.slice(9)}`])
    expect(verify('x', padded, publicKey)).toBe(false);
  expect(verify('x', right, 'no key')).toBe(false);
});

test('a signature that OpenSSL made is verified with the X.509 certificate itself', () => {
  const fixture = (name: string) => readFileSync(new URL(`../test/fixtures/${name}`, import.meta.url), 'utf8');
  const [certificate, message, signature] = ['openssl.crt', 'message.txt', 'signature.txt'].map(fixture);
  expect(verify(message!, signature!.trim(), certificate!)).toBe(true);
  expect(verify(message!.replace('你好', '您好'), signature!.trim(), certificate!)).toBe(false);
});

test('the Authorization header holds for exactly the bytes sent', () => {
  const request = { method: 'POST', path: '/v3/a?b=%20', body: '{"说":"你好"}', timestampS: 1700000000, nonce: 'N0' };
  const header = authorizationHeader({ ...merchant, ...request });
  const parsed = parseAuthorization(header);
  expect(parsed).toMatchObject({ mchid: '1900000001', nonceStr: 'N0', timestamp: '1700000000' });
  const message = (body: string) => Formatter.request('POST', request.path, 1700000000, 'N0', body);
  expect(Rsa.verify(message(request.body), parsed!.signature, publicKey)).toBe(true);
  expect(Rsa.verify(message('{"说": "你好"}'), parsed!.signature, publicKey)).toBe(false);
});

test('an Authorization header is read by key, in any order; an incomplete one is none', () => {
  const header = Formatter.authorization('190', 'n', 'c2ln+/=', '17', 'AB');
  const expected = { mchid: '190', nonceStr: 'n', timestamp: '17', serialNo: 'AB', signature: 'c2ln+/=' };
  expect(parseAuthorization(header)).toEqual(expected);
  expect(header).not.toBe(
    authorizationHeader({ ...merchant, method: 'GET', path: '/', body: '', timestampS: 17, nonce: 'n' }),
  );
  for (const name of ['mchid', 'nonce_str', 'timestamp', 'serial_no', 'signature'])
    expect(parseAuthorization(header.replace(new RegExp(`${name}="[^"]*",?`), ''))).toBeNull();
  expect(parseAuthorization(header.replace('RSA2048', 'SM2'))).toBeNull();
});

test('resources are encrypted and decrypted as the independent client does', () => {
  fc.assert(
    fc.property(text(), nonces(), text(), (plain, nonce, associatedData) => {
      const ours = encryptResource(plain, merchant.apiV3Key, associatedData, nonce);
      expect(ours).toBe(Aes.AesGcm.encrypt(plain, merchant.apiV3Key, nonce, associatedData));
      const resource = { algorithm: ALGORITHM, ciphertext: ours, nonce, associated_data: associatedData };
      expect(decryptResource(resource, merchant.apiV3Key)).toBe(plain);
    }),
  );
});

test('a resource with any bit turned, another key, nonce or associated data, or a cut tag is refused', () => {
  const refused = (resource: Parameters<typeof decryptResource>[0], key = merchant.apiV3Key) =>
    expect(() => decryptResource(resource, key)).toThrow(WechatSignatureError);
  fc.assert(
    fc.property(text(), nonces(), fc.nat(), (plain, nonce, at) => {
      const ciphertext = encryptResource(plain, merchant.apiV3Key, 'transaction', nonce);
      const right = { algorithm: ALGORITHM, ciphertext, nonce, associated_data: 'transaction' };
      refused({ ...right, ciphertext: flipped(ciphertext, at) });
      refused({ ...right, nonce: [...nonce].reverse().join('').replace(nonce, 'another-one.') });
      refused({ ...right, associated_data: undefined });
      refused({ ...right, ciphertext: Buffer.from(ciphertext, 'base64').subarray(0, -1).toString('base64') });
      refused({ ...right, ciphertext: Buffer.from(ciphertext, 'base64').subarray(0, 4).toString('base64') });
      refused({ ...right, algorithm: 'AEAD_SM4_GCM' });
      refused(right, merchant.apiV3Key.toUpperCase());
      refused(right, 'too short');
    }),
  );
});

test('sensitive fields go to and fro with the independent client', () => {
  for (const name of ['张三丰', '', 'x'.repeat(214)]) {
    expect(Rsa.decrypt(encryptSensitive(name, publicKey), privateKey)).toBe(name);
    expect(decryptSensitive(Rsa.encrypt(name, publicKey), privateKey)).toBe(name);
  }
  expect(encryptSensitive('张三丰', publicKey)).not.toBe(encryptSensitive('张三丰', publicKey));
});

test('paySign covers app, time, nonce and prepay_id, each on its line', () => {
  const signature = paySignJsapi({ appId: 'wx1', timeStamp: '17', nonceStr: 'n', prepayId: 'wx99', privateKey });
  expect(signature).toBe(Rsa.sign(Formatter.joinedByLineFeed('wx1', '17', 'n', 'prepay_id=wx99'), privateKey));
});

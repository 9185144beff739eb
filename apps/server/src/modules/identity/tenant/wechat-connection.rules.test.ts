import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import type { WechatConnection } from './tenant.api.ts';
import { checkedConnection, type Finding } from './wechat-connection.rules.ts';

const pair = (type: 'pkcs1' | 'pkcs8') =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type, format: 'pem' },
  });
const rsa = pair('pkcs8');
/** Of a certificate made with openssl for this test; its key is gone. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBXTCCAQegAwIBAgIUZsT2d1x0Hn6s0gJfGN9pF1Zr7m0wDQYJKoZIhvcNAQEL
-----END CERTIFICATE-----`;
const connection: WechatConnection = {
  payBaseUrl: 'https://api.mch.weixin.qq.com',
  apiBaseUrl: 'https://api.weixin.qq.com',
  notifyBaseUrl: 'https://shop.example',
  mchid: '1900000001',
  appid: 'wx0123456789abcdef',
  appSecret: 'secret-of-the-app',
  serialNo: '0123456789ABCDEF',
  privateKey: rsa.privateKey,
  apiV3Key: '0123456789abcdef0123456789abcdef',
};
const OFFICIAL = { officialAppid: 'wx0123456789abcde0', officialSecret: 'secret-of-the-account' };
const PUBLIC = { publicKeyId: 'PUB_KEY_ID_1', publicKey: rsa.publicKey };
const refused = (change: Partial<WechatConnection>): Finding[] => {
  try {
    checkedConnection({ ...connection, ...change });
  } catch (error) {
    return (error as { facts: { errors: Finding[] } }).facts.errors;
  }
  return [];
};
const fields = (change: Partial<WechatConnection>) => refused(change).map(({ field }) => field);

test('blanks and invisible marks go, wherever they are; full width becomes narrow; slashes at the end go', () => {
  const { privateKey } = checkedConnection(connection);
  const pasted = checkedConnection({
    payBaseUrl: ' https://api.mch.weixin.qq.com/ ',
    apiBaseUrl: 'https://api.weixin.qq.com//',
    notifyBaseUrl: 'https://shop.example/\n',
    mchid: '１９００ 000001\u200b',
    appid: '\ufeffwx0123456789abcdef\u3000',
    appSecret: 'secret-of-\nthe-app ',
    serialNo: ' serial=01:23:45:67:89:ab:cd:ef\n',
    privateKey: rsa.privateKey,
    apiV3Key: '\u00a00123456789abcdef 0123456789abcdef',
    officialAppid: '',
    officialSecret: '  ',
    publicKeyId: '',
    publicKey: '\n',
  });
  expect(pasted).toEqual({ ...connection, privateKey });
  const open = checkedConnection({ ...connection, ...PUBLIC, publicKeyId: ' pub_key_id_1 ' });
  expect(open.publicKeyId).toBe('PUB_KEY_ID_1');
});

test.each([
  ['in one line', (pem: string) => pem.replaceAll('\n', '')],
  ['with Windows line ends', (pem: string) => pem.replaceAll('\n', '\r\n')],
  ['with \\n written out', (pem: string) => pem.replaceAll('\n', '\\n')],
  ['with blanks in every line', (pem: string) => `\n  ${pem.replaceAll('\n', '  \n  ')}`],
  ['with blanks where lines ended', (pem: string) => pem.replaceAll('\n', ' ')],
  ['without its first and last line', (pem: string) => pem.replaceAll(/-----.*-----\n/g, '')],
  ['with an invisible mark in front', (pem: string) => `\ufeff${pem}`],
])('a key %s is the same key', (_name, dress) => {
  const plain = checkedConnection({ ...connection, ...PUBLIC });
  const dressed = checkedConnection({
    ...connection,
    ...PUBLIC,
    privateKey: dress(rsa.privateKey),
    publicKey: dress(rsa.publicKey),
  });
  expect([dressed.privateKey, dressed.publicKey]).toEqual([plain.privateKey, plain.publicKey]);
});

test('a key in the older PKCS#1 dress is taken as well', () => {
  expect(refused({ privateKey: pair('pkcs1').privateKey })).toEqual([]);
});

test('every field that cannot work is named, all at once', () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  expect(fields({})).toEqual([]);
  expect(fields({ ...PUBLIC, ...OFFICIAL })).toEqual([]);
  expect(fields({ payBaseUrl: 'ftp://api.mch.weixin.qq.com' })).toEqual(['payBaseUrl']);
  expect(fields({ notifyBaseUrl: 'https://shop.example/?a=1' })).toEqual(['notifyBaseUrl']);
  expect(fields({ privateKey: 'x'.repeat(200) })).toEqual(['privateKey']);
  expect(fields({ privateKey: String(ec) })).toEqual(['privateKey']);
  expect(fields({ ...PUBLIC, publicKey: 'no key' })).toEqual(['publicKey']);
  expect(fields({ publicKey: rsa.publicKey })).toEqual(['publicKeyId']);
  expect(fields({ publicKeyId: 'PUB_KEY_ID_1' })).toEqual(['publicKey']);
  expect(fields({ ...PUBLIC, publicKeyId: '0140011900337583490232324579' })).toEqual(['publicKeyId']);
  expect(fields({ officialAppid: OFFICIAL.officialAppid })).toEqual(['officialSecret']);
  expect(fields({ officialSecret: OFFICIAL.officialSecret })).toEqual(['officialAppid']);
  expect(fields({ ...OFFICIAL, officialAppid: connection.appid })).toEqual(['officialAppid']);
  expect(fields({ mchid: '19', appid: 'abc', appSecret: '', serialNo: 'xyz', apiV3Key: 'short' }).sort()).toEqual([
    ...['apiV3Key', 'appSecret', 'appid', 'mchid', 'serialNo'],
  ]);
});

test('the wrong file is known by its first line', () => {
  const said = (change: Partial<WechatConnection>) => refused(change)[0]?.message;
  expect(said({ privateKey: CERTIFICATE })).toBe('这里粘贴的是证书，请粘贴 apiclient_key.pem 的内容');
  expect(said({ privateKey: rsa.publicKey })).toBe('这里粘贴的是公钥，请粘贴 apiclient_key.pem 的内容');
  expect(said({ ...PUBLIC, publicKey: CERTIFICATE })).toBe('这里粘贴的是证书，请粘贴 pub_key.pem 的内容');
  expect(said({ ...PUBLIC, publicKey: rsa.privateKey })).toBe('这里粘贴的是私钥，请粘贴 pub_key.pem 的内容');
});

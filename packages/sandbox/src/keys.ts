import { createPublicKey, generateKeyPair, type KeyObject, randomBytes, randomInt } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { selfSignedCertificate } from './certificate.ts';

/** Everything a merchant needs to use the sandbox, as written to DIR/merchant.json. Keys are PEM. */
export interface Merchant {
  baseUrl: string;
  mchid: string;
  /** The mini program's. */
  appid: string;
  appSecret: string;
  /** The official account's: another app, with openids of its own. */
  officialAppid: string;
  officialSecret: string;
  /** The mobile app's (open platform). */
  mobileAppid: string;
  mobileSecret: string;
  /** Of the account at the clouds of text messages, the same at both. */
  smsKeyId: string;
  smsKeySecret: string;
  /** Name, template and (Tencent) application that were approved. */
  smsSign: string;
  smsTemplate: string;
  smsAppId: string;
  /** Of the mini program's message push: Token and EncodingAESKey. */
  messageToken: string;
  messageKey: string;
  serialNo: string;
  privateKey: string;
  apiV3Key: string;
  platformSerial: string;
  platformCertificate: string;
  publicKeyId: string;
  publicKey: string;
}

/** The sandbox's own side: what signs answers in certificate mode and in public-key mode. PEM. */
interface PlatformKeys {
  certificatePrivateKey: string;
  publicKeyPrivateKey: string;
}

export interface Keys {
  merchant: Merchant;
  platform: PlatformKeys;
  /** PEM, checks what the merchant signs. */
  merchantPublicKey: string;
}

const YEAR_MS = 365 * 86_400_000;

/** Reads DIR/merchant.json and DIR/platform.json, or makes both (0600). The same directory always gives the same keys. */
export async function openKeys(dir: string, nowMs: number): Promise<Keys> {
  mkdirSync(dir, { recursive: true });
  const merchantFile = path.join(dir, 'merchant.json');
  const platformFile = path.join(dir, 'platform.json');
  if (existsSync(merchantFile) && existsSync(platformFile)) {
    const merchant = { ...newApps(), ...readJson<Merchant>(merchantFile) };
    return withPublicKey(merchant, readJson<PlatformKeys>(platformFile));
  }
  const { merchant, platform } = await makeKeys(nowMs);
  writeSecret(platformFile, platform);
  writeSecret(merchantFile, merchant);
  return withPublicKey(merchant, platform);
}

/** Notes where the sandbox answers now; the rest of the file stays as it is. */
export function writeMerchant(dir: string, merchant: Merchant): void {
  writeSecret(path.join(dir, 'merchant.json'), merchant);
}

async function makeKeys(nowMs: number): Promise<{ merchant: Merchant; platform: PlatformKeys }> {
  const [ofMerchant, ofCertificate, ofPublicKey] = await Promise.all([rsaPair(), rsaPair(), rsaPair()]);
  const platformSerial = serialNumber();
  const platformCertificate = selfSignedCertificate({
    serialHex: platformSerial,
    commonName: 'Jishi sandbox platform',
    organization: 'Jishi sandbox',
    fromMs: nowMs - 86_400_000,
    untilMs: nowMs + 5 * YEAR_MS,
    ...ofCertificate,
  });
  const merchant: Merchant = {
    baseUrl: '',
    mchid: `19${digits(8)}`,
    ...newApps(),
    serialNo: serialNumber(),
    privateKey: privatePem(ofMerchant.privateKey),
    apiV3Key: randomBytes(16).toString('hex'),
    platformSerial,
    platformCertificate,
    publicKeyId: `PUB_KEY_ID_01${digits(26)}`,
    publicKey: ofPublicKey.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  };
  const platform = {
    certificatePrivateKey: privatePem(ofCertificate.privateKey),
    publicKeyPrivateKey: privatePem(ofPublicKey.privateKey),
  };
  return { merchant, platform };
}

/** Three apps of one merchant, and how the mini program's messages are sealed. A folder of an earlier version gets those that it lacks; they are written when the sandbox listens. */
function newApps() {
  const appid = () => `wx${randomBytes(8).toString('hex')}`;
  const secret = () => randomBytes(16).toString('hex');
  return {
    appid: appid(),
    appSecret: secret(),
    officialAppid: appid(),
    officialSecret: secret(),
    mobileAppid: appid(),
    mobileSecret: secret(),
    smsKeyId: `LTAI${secret().slice(0, 20)}`,
    smsKeySecret: secret(),
    smsSign: '集市小铺',
    smsTemplate: 'SMS_100001',
    smsAppId: '1400000001',
    messageToken: secret(),
    messageKey: randomBytes(32).toString('base64').slice(0, 43),
  };
}

function withPublicKey(merchant: Merchant, platform: PlatformKeys): Keys {
  const merchantPublicKey = createPublicKey(merchant.privateKey).export({ format: 'pem', type: 'spki' }).toString();
  return { merchant, platform, merchantPublicKey };
}

function rsaPair(): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
  return promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
}

function privatePem(key: KeyObject): string {
  return key.export({ format: 'pem', type: 'pkcs8' }).toString();
}

/** 40 upper-case hex digits, the first of them 1–7: positive as a DER integer, no leading zero. */
function serialNumber(): string {
  return `${randomInt(1, 8)}${randomBytes(20).toString('hex').slice(1)}`.toUpperCase();
}

function digits(count: number): string {
  return Array.from({ length: count }, () => randomInt(10)).join('');
}

function readJson<T>(file: string): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (cause) {
    throw new Error(`${path.basename(file)} cannot be read; delete it to have new keys made`, { cause });
  }
}

/** Written aside and renamed, so that a crash never leaves half a key. */
function writeSecret(file: string, content: object): void {
  const aside = `${file}.new`;
  writeFileSync(aside, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  chmodSync(aside, 0o600);
  renameSync(aside, file);
}

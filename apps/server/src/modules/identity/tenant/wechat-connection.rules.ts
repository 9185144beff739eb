import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { type ConnectionField, tenantRefusals, type WechatConnection } from './tenant.api.ts';

/** What is wrong with one field of a connection, as its merchant reads it. */
export interface Finding {
  field: ConnectionField;
  message: string;
}
type Given = Partial<Record<ConnectionField, string>>;

const BASES = ['payBaseUrl', 'apiBaseUrl', 'notifyBaseUrl'] as const;
const IDS = [
  ...(['mchid', 'appid', 'appSecret', 'officialAppid', 'officialSecret', 'apiV3Key', 'publicKeyId'] as const),
  ...(['messageToken', 'messageKey', 'messageMode'] as const),
];

/**
 * The connection as it was meant. Pasted text comes with blanks and marks that nobody sees, in full width, keys in one line or without
 * their first and last one, the serial in small letters, with colons, or as the certificate itself. Refuses with
 * WECHAT_CONNECTION_WRONG, naming every field that cannot work. With the connection of `before`, a secret that is left out stays as it was.
 */
export function checkedConnection(given: Given, before: WechatConnection | null = null): WechatConnection {
  const cleaned = withKept(before, {
    ...mapped(IDS, given, bare),
    ...mapped(BASES, given, (text) => bare(text).replace(/\/+$/, '')),
    publicKeyId: bare(given.publicKeyId ?? '').toUpperCase(),
    serialNo: serialOf(given.serialNo ?? ''),
    privateKey: pemOf(given.privateKey ?? '', 'PRIVATE KEY'),
    publicKey: pemOf(given.publicKey ?? '', 'PUBLIC KEY'),
  });
  const findings = [...wrongTexts(cleaned), ...wrongKeys(cleaned), ...halfPairs(cleaned)];
  if (findings.length > 0) throw connectionWrong(findings);
  return cleaned as WechatConnection;
}

/** What each secret belongs to: it stays only while all of these are the same, so that no other server is ever sent it. */
const SECRETS: { fields: readonly ConnectionField[]; of: readonly ConnectionField[] }[] = [
  { fields: ['privateKey', 'apiV3Key'], of: ['mchid', 'serialNo', 'payBaseUrl'] },
  { fields: ['publicKey'], of: ['mchid', 'publicKeyId', 'payBaseUrl'] },
  { fields: ['appSecret'], of: ['appid', 'apiBaseUrl'] },
  { fields: ['officialSecret'], of: ['officialAppid', 'apiBaseUrl'] },
  { fields: ['messageToken', 'messageKey'], of: ['appid', 'apiBaseUrl'] },
];

function withKept(before: WechatConnection | null, given: Given): Given {
  const cleaned = withoutEmpty(given);
  if (!before) return cleaned;
  for (const { fields, of } of SECRETS) {
    if (fields.some((field) => cleaned[field]) || of.some((field) => cleaned[field] !== before[field])) continue;
    for (const field of fields) Object.assign(cleaned, withoutEmpty({ [field]: before[field] ?? '' }));
  }
  return cleaned;
}

/** WECHAT_CONNECTION_WRONG with the sentences at their fields; the first is the one that is read where there are no fields. */
export function connectionWrong(findings: Finding[]) {
  const [first] = findings;
  return tenantRefusals.WECHAT_CONNECTION_WRONG({ field: first?.field, errors: findings }, first?.message);
}

/** Without blanks and invisible marks anywhere, full-width signs made narrow: none of these texts can hold them. */
const bare = (text: string): string => text.normalize('NFKC').replace(/[\s\p{Cf}\p{Cc}]+/gu, '');

function mapped(fields: readonly ConnectionField[], given: Given, change: (text: string) => string): Given {
  return Object.fromEntries(fields.map((field) => [field, change(given[field] ?? '')]));
}

const withoutEmpty = (given: Given): Given => Object.fromEntries(Object.entries(given).filter(([, text]) => text));

/** 40 digits of a certificate's number, in capitals: openssl writes `serial=50:9d:…`, and some paste the certificate itself. */
function serialOf(text: string): string {
  if (text.includes('BEGIN CERTIFICATE')) return read(() => new X509Certificate(text).serialNumber) ?? '';
  return bare(text)
    .replace(/^serial(number)?[=:]/i, '')
    .replaceAll(/[:-]/g, '')
    .toUpperCase();
}

/** A PEM as OpenSSL reads it, whatever the way did to its lines. The label it came with stays, so that a wrong file is known. */
function pemOf(text: string, usualLabel: string): string {
  const plain = text.normalize('NFKC').replaceAll('\\n', '\n');
  const label = /-----BEGIN ([A-Z0-9 ]+?)-----/.exec(plain)?.[1] ?? usualLabel;
  const body = bare(plain.replaceAll(/-----[^-]*-----/g, ''));
  if (!body) return '';
  return `-----BEGIN ${label}-----\n${(body.match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${label}-----\n`;
}

const APPID = /^wx[0-9a-z]{4,30}$/;
const RULES: { field: ConnectionField; fits: RegExp; message: string; optional?: true }[] = [
  ...BASES.map((field) => ({
    field,
    fits: /^https?:\/\/[^/?#\s]+[^?#\s]*$/,
    message: '地址须以 http:// 或 https:// 开头，不带参数',
  })),
  { field: 'mchid', fits: /^\d{8,12}$/, message: '商户号是 8 到 12 位数字，可在商户平台的账户中心查看' },
  { field: 'appid', fits: APPID, message: '小程序 AppID 以 wx 开头，可在公众平台的开发管理中查看' },
  { field: 'appSecret', fits: /^[\x21-\x7e]{8,100}$/, message: '小程序 AppSecret 不完整，请重新复制' },
  {
    field: 'officialAppid',
    fits: APPID,
    message: '公众号 AppID 以 wx 开头，可在公众平台的开发管理中查看',
    optional: true,
  },
  {
    field: 'officialSecret',
    fits: /^[\x21-\x7e]{8,100}$/,
    message: '公众号 AppSecret 不完整，请重新复制',
    optional: true,
  },
  {
    field: 'serialNo',
    fits: /^[0-9A-F]{8,64}$/,
    message: '商户证书序列号由数字和字母 A 到 F 组成，可在商户平台的 API 安全中查看',
  },
  { field: 'apiV3Key', fits: /^[\x21-\x7e]{32}$/, message: 'APIv3 密钥是 32 位，请在商户平台的 API 安全中设置' },
  {
    field: 'publicKeyId',
    fits: /^PUB_KEY_ID_\w{1,60}$/,
    message: '微信支付公钥 ID 以 PUB_KEY_ID_ 开头，请完整复制',
    optional: true,
  },
  {
    field: 'messageToken',
    fits: /^[0-9A-Za-z]{3,32}$/,
    message: '消息推送的 Token 是 3 到 32 位字母或数字，请与小程序后台填写的一致',
    optional: true,
  },
  {
    field: 'messageKey',
    fits: /^[0-9A-Za-z+/]{43}$/,
    message: 'EncodingAESKey 是 43 位，请从小程序后台的消息推送配置中复制',
    optional: true,
  },
];

const wrongTexts = (given: Given): Finding[] =>
  RULES.filter(({ field, fits, optional }) => {
    const text = given[field];
    return text === undefined ? !optional : !fits.test(text);
  });

function wrongKeys({ privateKey = '', publicKey }: Given): Finding[] {
  const secret = keyFinding('privateKey', privateKey, '商户私钥', 'apiclient_key.pem', createPrivateKey);
  const open = publicKey ? keyFinding('publicKey', publicKey, '微信支付公钥', 'pub_key.pem', createPublicKey) : null;
  return [secret, open].filter((finding) => finding !== null);
}

function keyFinding(
  field: 'privateKey' | 'publicKey',
  pem: string,
  name: string,
  file: string,
  make: (pem: string) => KeyObject,
): Finding | null {
  const label = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(pem)?.[1] ?? '';
  if (label.includes('CERTIFICATE')) return { field, message: `这里粘贴的是证书，请粘贴 ${file} 的内容` };
  // A private key would be taken for the public one that is part of it.
  if (field === 'publicKey' && label.includes('PRIVATE'))
    return { field, message: `这里粘贴的是私钥，请粘贴 ${file} 的内容` };
  if (field === 'privateKey' && label.includes('PUBLIC'))
    return { field, message: `这里粘贴的是公钥，请粘贴 ${file} 的内容` };
  if (read(() => make(pem).asymmetricKeyType) === 'rsa') return null;
  return { field, message: `${name}无法读取，请粘贴 ${file} 的完整内容` };
}

function halfPairs(given: Given): Finding[] {
  const { publicKey, publicKeyId, officialAppid, officialSecret, appid, messageToken, messageKey } = given;
  const findings: Finding[] = [];
  if (Boolean(publicKey) !== Boolean(publicKeyId))
    findings.push({ field: publicKey ? 'publicKeyId' : 'publicKey', message: '微信支付公钥和公钥 ID 须同时填写' });
  if (Boolean(officialAppid) !== Boolean(officialSecret))
    findings.push({
      field: officialAppid ? 'officialSecret' : 'officialAppid',
      message: '公众号 AppID 和 AppSecret 须同时填写',
    });
  if (Boolean(messageToken) !== Boolean(messageKey))
    findings.push({
      field: messageToken ? 'messageKey' : 'messageToken',
      message: '消息推送的 Token 和 EncodingAESKey 须同时填写',
    });
  if (officialAppid && officialAppid === appid)
    findings.push({ field: 'officialAppid', message: '公众号和小程序的 AppID 不同，请在公众平台分别查看' });
  return findings;
}

function read<T>(attempt: () => T): T | null {
  try {
    return attempt();
  } catch {
    return null;
  }
}

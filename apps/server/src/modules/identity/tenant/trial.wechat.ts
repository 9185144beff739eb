import {
  isMisconfiguration,
  MiniProgramClient,
  OfficialAccountClient,
  WechatApiError,
  WechatDecryptionError,
  WechatError,
  WechatPayError,
  WechatSignatureError,
} from '@jishi/wechat';
import { nowMs, SECOND } from '../../../kernel/clock.ts';
import { cut } from '../../../kernel/text.ts';
import type { WechatConnection } from './tenant.api.ts';
import { payClientOf } from './tenant.wechat.ts';
import type { Finding } from './wechat-connection.rules.ts';

/** What a trial of a connection found: what is wrong for certain, and what could not be tried because nobody answered. */
export interface Trial {
  wrong: Finding[];
  /** The addresses behind which nobody answered. */
  silent: ('payBaseUrl' | 'apiBaseUrl')[];
}

const TIMEOUT_MS = 4 * SECOND;
/** WeChat's word for a code that nobody was given: the secret was right before it looked at the code. */
const INVENTED_CODE = 'jishi-trial';
const CODE_UNKNOWN = 40029;
/** Of a token it means that the secret is wrong; of any other call that the token is. */
const SECRET_WRONG = 40001;

/**
 * Tries a connection before it is kept: a token and a log-in of each app, the certificates and an order that does not exist. Changes
 * nothing at WeChat. Whether the AppIDs are bound to the merchant shows only when somebody pays.
 */
export async function tryConnection(connection: WechatConnection): Promise<Trial> {
  const found = await Promise.all([tryMiniProgram(connection), tryOfficialAccount(connection), tryPay(connection)]);
  return {
    wrong: found.flatMap((f) => (f && f !== 'apiBaseUrl' && f !== 'payBaseUrl' ? [f] : [])),
    silent: [...new Set(found.filter((f) => f === 'apiBaseUrl' || f === 'payBaseUrl'))],
  };
}
export type Found = Finding | 'payBaseUrl' | 'apiBaseUrl' | null;

export async function tryMiniProgram(c: WechatConnection): Promise<Found> {
  const client = new MiniProgramClient({ ...apiOf(c), appid: c.appid, appSecret: c.appSecret });
  const words = { name: '小程序', appid: 'appid', secret: 'appSecret' } as const;
  return tryApp(
    words,
    () => client.accessToken(),
    () => client.codeToSession(INVENTED_CODE),
  );
}

export async function tryOfficialAccount(c: WechatConnection): Promise<Found> {
  if (!c.officialAppid || !c.officialSecret) return null;
  const client = new OfficialAccountClient({ ...apiOf(c), appid: c.officialAppid, appSecret: c.officialSecret });
  const words = { name: '公众号', appid: 'officialAppid', secret: 'officialSecret' } as const;
  return tryApp(
    words,
    () => client.accessToken(),
    () => client.codeToAccess(INVENTED_CODE),
  );
}

const apiOf = (c: WechatConnection) => ({ baseUrl: c.apiBaseUrl, timeoutMs: TIMEOUT_MS, clock: nowMs });

interface AppWords {
  name: string;
  appid: Finding['field'];
  secret: Finding['field'];
}
async function tryApp(words: AppWords, token: () => Promise<unknown>, login: () => Promise<unknown>): Promise<Found> {
  try {
    await token();
    await login().catch((error: unknown) => {
      if (!(error instanceof WechatApiError) || error.errcode !== CODE_UNKNOWN) throw error;
    });
    return null;
  } catch (error) {
    if (!(error instanceof WechatError)) throw error;
    if (error instanceof WechatApiError && (!error.retryable || error.errcode === SECRET_WRONG))
      return appFinding(words, error);
    return 'apiBaseUrl';
  }
}

function appFinding({ name, appid, secret }: AppWords, { errcode, message }: WechatApiError): Finding {
  const ip = /\d{1,3}(\.\d{1,3}){3}/.exec(message)?.[0];
  switch (errcode) {
    case 40013:
      return { field: appid, message: `微信说${name} AppID 无效（40013），请核对，不要把小程序和公众号的弄反` };
    case SECRET_WRONG:
    case 40125:
      return { field: secret, message: `微信说${name} AppSecret 不正确（${errcode}），请在公众平台重置后重新填写` };
    case 40243:
      return { field: secret, message: `${name} AppSecret 已被冻结（40243），请在公众平台解冻后再试` };
    case 40164:
      return {
        field: appid,
        message: `微信不接受本服务器的 IP${ip ? ` ${ip}` : ''}（40164），请在公众平台把它加入${name}的 IP 白名单`,
      };
    default:
      return { field: appid, message: `微信不接受${name}的接口调用：${cut(message, 80)}` };
  }
}

export async function tryPay(c: WechatConnection): Promise<Found> {
  try {
    const { hasCertificates } = await payClientOf(c, { timeoutMs: TIMEOUT_MS }).tryKeys();
    if (hasCertificates || c.publicKey) return null;
    return { field: 'publicKeyId', message: '这个商户号没有平台证书，请填写微信支付公钥和公钥 ID' };
  } catch (error) {
    if (!(error instanceof WechatError)) throw error;
    return isMisconfiguration(error) || (error instanceof WechatPayError && !error.retryable)
      ? payFinding(error, c)
      : 'payBaseUrl';
  }
}

function payFinding(error: WechatError, { publicKey }: WechatConnection): Finding {
  if (error instanceof WechatDecryptionError)
    return { field: 'apiV3Key', message: '用这个 APIv3 密钥解不开微信的平台证书，请在商户平台重新设置后填写' };
  if (error instanceof WechatSignatureError)
    return publicKey
      ? { field: 'publicKey', message: '微信的应答不是用这个公钥签的名，请从商户平台重新下载微信支付公钥' }
      : { field: 'payBaseUrl', message: '应答的签名不是微信支付的，请核对接口地址和服务器时间' };
  const { message, detail, code } = error as WechatPayError;
  const { field: part } = (detail ?? {}) as { field?: unknown };
  const words = code === 'UNKNOWN' ? '' : `微信说：${cut(message, 80)}`;
  if (part === 'Wechatpay-Serial') return { field: 'publicKeyId', message: `微信支付公钥 ID 不正确，请核对。${words}` };
  if (part === 'signature')
    return { field: 'privateKey', message: `商户私钥与商户号、证书序列号不是一套，请核对。${words}` };
  return { field: 'serialNo', message: `商户号、证书序列号和私钥不是一套，请核对。${words}` };
}

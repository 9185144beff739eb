import { type PayClient, WechatError, WechatPayError } from '@jishi/wechat';
import { chinaTime, MINUTE, nowMs, SECOND } from '../../../kernel/clock.ts';
import { newSecret } from '../../../kernel/ids.ts';
import { common } from '../../../kernel/refusal.ts';
import { cut } from '../../../kernel/text.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { ConnectionCheck } from './check.api.ts';
import type { WechatConnection } from './tenant.api.ts';
import { isSandbox } from './tenant.rules.ts';
import { storedConnection } from './tenant.service.ts';
import { payClientOf } from './tenant.wechat.ts';
import { type Found, tryMiniProgram, tryOfficialAccount, tryPay } from './trial.wechat.ts';

type Result = Omit<ConnectionCheck, 'name'>;
const ok = (message: string): Result => ({ state: 'ok', message });
const wrong = (message: string): Result => ({ state: 'wrong', message });
const SILENT: Result = {
  state: 'silent',
  message: '微信没有响应，请稍后再检测；如果一直这样，请检查服务器能否访问外网',
};
const LIMITS = { attempts: 1, timeoutMs: 4 * SECOND };

/** Tries a shop's connection step by step; what it orders at WeChat it closes again. Refuses with WECHAT_NOT_CONNECTED. */
export async function checkConnection(platform: Platform, tenantId: number): Promise<ConnectionCheck[]> {
  const connection = await storedConnection(platform, tenantId);
  if (!connection) throw common.WECHAT_NOT_CONNECTED();
  const { officialAppid, publicKey } = connection;
  const [mini, official, keys, callBack] = await Promise.all([
    tryMiniProgram(connection).then((found) => said(found, 'AppID 和 AppSecret 正确，可以登录和发送消息')),
    officialAppid
      ? tryOfficialAccount(connection).then((found) => said(found, 'AppID 和 AppSecret 正确，网页可以用微信登录'))
      : { state: 'skipped' as const, message: '没有填写公众号：在微信里打开网页的买家不能用微信登录和付款' },
    tryPay(connection).then((found) =>
      said(found, publicKey ? '商户证书和微信支付公钥都对得上' : '商户证书和 APIv3 密钥都对得上'),
    ),
    reach(platform, connection),
  ]);
  // Without keys that fit, an order would only repeat what was said of them.
  const prepay: Result =
    keys.state === 'ok' ? await tryPrepay(connection) : { state: 'skipped', message: '密钥正确之后才能试下单' };
  return [
    { name: 'mini-program', ...mini },
    { name: 'official-account', ...official },
    { name: 'pay-keys', ...keys },
    { name: 'prepay', ...prepay },
    { name: 'call-back', ...callBack },
  ];
}

const said = (found: Found, right: string): Result =>
  found === null ? ok(right) : typeof found === 'string' ? SILENT : wrong(found.message);

/** An order of 1 fen for each app that shoppers pay with, which nobody sees and which is closed at once. */
async function tryPrepay(connection: WechatConnection): Promise<Result> {
  const client = payClientOf(connection, { timeoutMs: LIMITS.timeoutMs });
  const apps = [
    { name: '小程序', appid: connection.appid },
    ...(connection.officialAppid ? [{ name: '公众号', appid: connection.officialAppid }] : []),
  ];
  for (const { name, appid } of apps) {
    const found = await prepayOnce(client, connection, appid);
    if (found) return found.state === 'wrong' ? wrong(`用${name}下单不成功：${found.message}`) : found;
  }
  return ok('1 分钱的试下单成功，已经关闭，没有人付款');
}

/** Null when the order came about and was closed. */
async function prepayOnce(
  client: PayClient,
  { notifyBaseUrl }: WechatConnection,
  appid: string,
): Promise<Result | null> {
  const number = `TRIAL${newSecret(18).replaceAll(/[-_]/g, '0')}`;
  try {
    await client.prepayNative(
      {
        appid,
        description: '检测连接（不会收款）',
        out_trade_no: number,
        time_expire: chinaTime(nowMs() + 5 * MINUTE),
        notify_url: `${notifyBaseUrl}/wechat/pay/check`,
        amount: { total: 1, currency: 'CNY' },
      },
      LIMITS,
    );
    await client.closeByOutTradeNo(number, LIMITS);
    return null;
  } catch (error) {
    if (!(error instanceof WechatError)) throw error;
    if (!(error instanceof WechatPayError) || error.retryable) return SILENT;
    return wrong(wordsOf(error));
  }
}

function wordsOf(error: WechatPayError): string {
  if (error.is('APPID_MCHID_NOT_MATCH'))
    return '这个 AppID 没有和商户号绑定，请在商户平台 → 产品中心 → AppID 账号管理里关联并确认';
  if (error.is('NO_AUTH')) return '商户号没有开通这个支付产品，请在商户平台 → 产品中心里开通 JSAPI、H5 和 Native 支付';
  return `微信说：${cut(error.message, 80)}`;
}

const REACH = 'reach';
export const REACH_PATH = '/wechat/reach';
/** What this server answers at its call-back address: a word that only its own secret makes of the question. */
export const reachAnswer = ({ secrets }: Pick<Platform, 'secrets'>, question: string): string =>
  secrets.sign(REACH, question);

/** Asks this server itself, by the address that WeChat is told. */
async function reach(platform: Platform, connection: WechatConnection): Promise<Result> {
  const { notifyBaseUrl } = connection;
  if (!isSandbox(connection) && !notifyBaseUrl.startsWith('https://'))
    return wrong('回调地址必须以 https:// 开头，否则微信不会通知付款结果');
  const { origin } = new URL(notifyBaseUrl);
  const isOwn = origin === new URL(platform.config.publicUrl).origin;
  const trouble = isOwn ? null : await platform.upstreams.trouble(notifyBaseUrl);
  if (trouble && !isSandbox(connection)) return wrong(`回调地址：${trouble}`);
  const question = newSecret(16);
  try {
    const answer = await fetch(`${notifyBaseUrl}${REACH_PATH}/${question}`, {
      redirect: 'error',
      signal: AbortSignal.timeout(LIMITS.timeoutMs),
    });
    if ((await answer.text()) === reachAnswer(platform, question)) return ok(`${notifyBaseUrl} 能访问到这台服务器`);
    return wrong(`${notifyBaseUrl} 应答的不是这台服务器，请核对域名解析和反向代理`);
  } catch {
    return {
      state: 'silent',
      message: `服务器自己访问不到 ${notifyBaseUrl}。请核对域名、证书和端口；有些机房不能从内部访问自己的公网地址，可以用手机流量打开它试试`,
    };
  }
}

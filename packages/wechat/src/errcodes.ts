/**
 * What helps against an errcode of api.weixin.qq.com:
 * - `again`: the same request may succeed in seconds or minutes (WeChat is busy, or has not heard of something yet);
 * - `token`: the access token is void. A client replaces it once by itself; when that did not help, somebody else keeps making tokens for
 *   the same app, so try again minutes later;
 * - `day`: the quota of the day is used up, it is full again after midnight in China;
 * - `settings`: the merchant has to mend something (AppSecret, IP list, rights) before the same request can succeed.
 */
export type Remedy = 'again' | 'token' | 'day' | 'settings';
export interface Errcode {
  errcode: number;
  remedy: Remedy;
  /** WeChat's words, shortened. */
  meaning: string;
}

/**
 * The errcodes after which the identical request may succeed. Every other one is final: repeating changes nothing. Sources: 全局返回码
 * (developers.weixin.qq.com/doc/oplatform/developers/errCode), 获取稳定版接口调用凭据, 小程序发货信息管理服务 (错误码); 10060001 is final there, but right
 * after a payment the shipping service does not know it yet.
 */
export const ERRCODES: readonly Errcode[] = [
  { errcode: -1, remedy: 'again', meaning: '系统繁忙' },
  { errcode: 45011, remedy: 'again', meaning: '调用太频繁，下一分钟再试' },
  { errcode: 44990, remedy: 'again', meaning: '每秒调用次数超过限制' },
  { errcode: 10060001, remedy: 'again', meaning: '支付单不存在（刚支付的订单稍后才能发货）' },
  { errcode: 10060012, remedy: 'again', meaning: '发货服务系统错误' },
  { errcode: 10060019, remedy: 'again', meaning: '发货服务系统错误' },
  { errcode: 40001, remedy: 'token', meaning: 'access_token 无效或不是最新' },
  { errcode: 40014, remedy: 'token', meaning: 'access_token 不合法' },
  { errcode: 42001, remedy: 'token', meaning: 'access_token 已过期' },
  { errcode: 45009, remedy: 'day', meaning: '接口调用次数超过限制' },
  { errcode: 44993, remedy: 'day', meaning: '当天调用次数超过限制' },
  { errcode: 40013, remedy: 'settings', meaning: 'AppID 无效' },
  { errcode: 40125, remedy: 'settings', meaning: 'AppSecret 错误' },
  { errcode: 40243, remedy: 'settings', meaning: 'AppSecret 已被冻结' },
  { errcode: 41002, remedy: 'settings', meaning: '缺少 AppID' },
  { errcode: 41004, remedy: 'settings', meaning: '缺少 AppSecret' },
  { errcode: 40164, remedy: 'settings', meaning: '服务器 IP 不在白名单' },
  { errcode: 61004, remedy: 'settings', meaning: '服务器 IP 没有登记' },
  { errcode: 89501, remedy: 'settings', meaning: '服务器 IP 等待管理员确认' },
  { errcode: 89503, remedy: 'settings', meaning: '本次调用等待管理员确认' },
  { errcode: 89506, remedy: 'settings', meaning: '管理员拒绝了服务器 IP，24 小时内不可调用' },
  { errcode: 89507, remedy: 'settings', meaning: '管理员拒绝了服务器 IP，1 小时内不可调用' },
  { errcode: 48001, remedy: 'settings', meaning: '没有该接口的权限' },
  { errcode: 48004, remedy: 'settings', meaning: '接口被封禁' },
  { errcode: 50002, remedy: 'settings', meaning: '账号受限' },
];

const REMEDIES = new Map(ERRCODES.map(({ errcode, remedy }) => [errcode, remedy]));

/** What helps against an errcode; null: nothing, it is final. */
export const remedyFor = (errcode: number): Remedy | null => REMEDIES.get(errcode) ?? null;

/** Whether the identical request may succeed later without anybody changing anything. */
export const isRetryable = (errcode: number): boolean => {
  const remedy = remedyFor(errcode);
  return remedy !== null && remedy !== 'settings';
};

/** What a refusal code means to the outside: its HTTP status and the sentence a person reads. */
export interface RefusalKind {
  status: number;
  message: string;
}

/** A rule said no. Thrown, so that the transaction rolls back; becomes an RFC 9457 problem at the edge. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  /** Machine-readable facts for the caller, e.g. which line lacked stock; `errors` become the problem's messages at fields. */
  readonly facts: Record<string, unknown>;
  constructor(code: string, kind: RefusalKind, facts: Record<string, unknown> = {}, detail?: string) {
    super(detail ?? kind.message);
    this.name = 'Refusal';
    this.code = code;
    this.status = kind.status;
    this.facts = facts;
  }
}

/** Declares a module's refusals once; `refuse.NAME(facts)` throws. */
export function refusals<K extends string>(kinds: Record<K, RefusalKind>) {
  const make = {} as Record<K, (facts?: Record<string, unknown>, detail?: string) => Refusal>;
  for (const code of Object.keys(kinds) as K[])
    make[code] = (facts, detail) => new Refusal(code, kinds[code], facts, detail);
  return make;
}

export const common = refusals({
  NOT_FOUND: { status: 404, message: '没有找到，可能已被删除' },
  BAD_INPUT: { status: 400, message: '提交的内容有误，请检查后重试' },
  UNAUTHENTICATED: { status: 401, message: '请先登录' },
  FORBIDDEN: { status: 403, message: '没有权限执行此操作' },
  CONFIRM_PASSWORD: { status: 403, message: '这一步很重要，请先输入登录密码确认是您本人' },
  PASSWORD_CHANGE_REQUIRED: { status: 403, message: '请先修改密码，再继续使用后台' },
  TWO_FACTOR_REQUIRED: { status: 403, message: '店铺要求使用动态验证码登录，请先绑定' },
  ADDRESS_REFUSED: { status: 403, message: '店铺只允许从指定的网络地址登录后台，请换一个网络或联系管理员' },
  CROSS_SITE: { status: 403, message: '请求来自其他网站的页面，已拒绝；请在本站页面中操作' },
  CONFLICT: { status: 409, message: '内容已被他人修改，请刷新后重试' },
  IDEMPOTENCY_KEY_REQUIRED: { status: 400, message: '缺少 Idempotency-Key 请求头' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, message: '同一个 Idempotency-Key 不能用于不同的请求' },
  UNKNOWN_TENANT: { status: 404, message: '这个地址没有对应的店铺' },
  UPSTREAM: { status: 502, message: '微信暂时没有响应，请稍后重试，您的数据没有丢失' },
  WECHAT_MISCONFIGURED: { status: 409, message: '店铺的微信接入配置有误，暂时无法使用，请联系商家' },
  WECHAT_NOT_CONNECTED: { status: 409, message: '店铺还没有连接微信支付，请在设置中完成连接' },
  UNAVAILABLE: { status: 503, message: '服务暂时不可用，请几秒后重试；如果刚提交过内容，请先刷新看看是否已经成功' },
  TOO_MANY_REQUESTS: { status: 429, message: '操作太频繁，请稍后再试' },
});

/** A WeChat Pay error answer: HTTP status and `{code, message, detail?}`, and WeChat's number of it, which ends the Request-Id. */
export class PayRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: Record<string, unknown> | undefined;
  readonly number: number;

  constructor(status: number, code: string, message: string, detail?: Record<string, unknown>, number?: number) {
    super(message);
    this.name = 'PayRefusal';
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.number = number ?? NUMBERS[code] ?? OTHER;
  }
}

/** WeChat's numbers as far as they are known in public; the rest share one. */
const NUMBERS: Record<string, number> = {
  PARAM_ERROR: 268435461,
  SIGN_ERROR: 268443699,
  ORDER_NOT_EXIST: 268512771,
  FREQUENCY_LIMITED: 268447840,
  ORDER_PAID: 268449538,
  APPID_MCHID_NOT_MATCH: 268445527,
  MCH_NOT_EXISTS: 268443715,
};
const OTHER = 268435456;
const OUT_OF_RANGE = 268435464;
const EXTRA_FIELD = 270924358;
const OTHER_PARAMETERS = 268498688;
const EXPIRED = 268447914;

export const invalidRequest = (message: string) => new PayRefusal(400, 'INVALID_REQUEST', message);
export const paramError = (message: string, detail?: Record<string, unknown>) =>
  new PayRefusal(400, 'PARAM_ERROR', message, detail);
/** A field of the body breaks its rule; `value` is what WeChat shows of it. */
export const fieldRefusal = (message: string, value: unknown) =>
  new PayRefusal(400, 'PARAM_ERROR', message, { location: 'body', value }, OUT_OF_RANGE);
export const unknownFields = (paths: string[]) =>
  new PayRefusal(
    400,
    'PARAM_ERROR',
    '请求中含有未在API文档中定义的参数',
    { location: null, value: paths },
    EXTRA_FIELD,
  );
/** A number that was placed before comes again with anything changed. */
export const otherParameters = () =>
  new PayRefusal(400, 'INVALID_REQUEST', '请求重入时，参数与首次请求时不一致', undefined, OTHER_PARAMETERS);
export const expired = (message: string) => new PayRefusal(400, 'INVALID_REQUEST', message, undefined, EXPIRED);
export const orderNotExist = () => new PayRefusal(404, 'ORDER_NOT_EXIST', '订单不存在');
export const orderPaid = () => new PayRefusal(400, 'ORDER_PAID', '该订单已支付');
export const orderClosed = () => new PayRefusal(400, 'ORDER_CLOSED', '订单已关闭');
export const notEnough = (message: string) => new PayRefusal(403, 'NOT_ENOUGH', message);
export const notExists = (message: string) => new PayRefusal(404, 'RESOURCE_NOT_EXISTS', message);

/** A WeChat Pay error answer: HTTP status and `{code, message, detail?}`. */
export class PayRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: Record<string, unknown> | undefined;

  constructor(status: number, code: string, message: string, detail?: Record<string, unknown>) {
    super(message);
    this.name = 'PayRefusal';
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}

export const invalidRequest = (message: string) => new PayRefusal(400, 'INVALID_REQUEST', message);
export const paramError = (message: string, detail?: Record<string, unknown>) =>
  new PayRefusal(400, 'PARAM_ERROR', message, detail);
export const orderNotExist = () => new PayRefusal(404, 'ORDER_NOT_EXIST', '订单不存在');
export const orderPaid = () => new PayRefusal(400, 'ORDERPAID', '该订单已支付');

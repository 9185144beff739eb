import { randomBytes } from 'node:crypto';

/** An error answer of api.weixin.qq.com: HTTP 200 with `{errcode, errmsg}`. */
export class ApiRefusal extends Error {
  readonly errcode: number;

  constructor(errcode: number, errmsg: string) {
    super(errmsg);
    this.name = 'ApiRefusal';
    this.errcode = errcode;
  }
}

export function refusalBody(refusal: ApiRefusal): { errcode: number; errmsg: string } {
  const rid = [4, 4, 4].map((bytes) => randomBytes(bytes).toString('hex')).join('-');
  return { errcode: refusal.errcode, errmsg: `${refusal.message} rid: ${rid}` };
}

export const OK = { errcode: 0, errmsg: 'ok' } as const;

import type { TransportReply } from './transport.ts';
import type { Problem } from './types.ts';

/**
 * The server refused, or no answer came; `message` is a sentence for a person, `code` is stable. Codes of the client's own, all with
 * status 0: NETWORK (no answer came), TIMEOUT (it was not waited for any longer), ABORTED (the caller no longer wants it).
 */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly problem: Problem | null;
  /** Names the request in the server's log; people are shown it when they ask for help. */
  readonly requestId: string | undefined;
  constructor(status: number, code: string, message: string, problem: Problem | null, requestId?: string) {
    super(message);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.problem = problem;
    this.requestId = problem?.requestId ?? requestId;
  }
  /** Messages by field, for a form. */
  get fields(): Record<string, string> {
    return Object.fromEntries((this.problem?.errors ?? []).map((e) => [e.field, e.message]));
  }
  /**
   * Whether a change that met this may have taken effect nevertheless, now or at an earlier try: nothing was said, the server stumbled,
   * or it was refused before its key was looked at (not signed in, not allowed, too often).
   */
  get unsure(): boolean {
    return this.status === 0 || this.status >= 500 || BEFORE_THE_KEY.includes(this.status);
  }
}
const BEFORE_THE_KEY = [401, 403, 408, 425, 429];

/** Any error as a problem that can be shown. */
export const asProblem = (error: unknown): ApiProblem =>
  error instanceof ApiProblem ? error : new ApiProblem(0, 'UNEXPECTED', '出了点问题，请重试', null);

export const noAnswer = (): ApiProblem =>
  new ApiProblem(0, 'NETWORK', '网络连接失败，请检查网络后重试，您的内容没有丢失', null);
export const timedOut = (changing: boolean): ApiProblem =>
  new ApiProblem(
    0,
    'TIMEOUT',
    changing ? '等了很久没有收到结果，可能已经成功，请先刷新看看' : '等了很久没有收到结果，请检查网络后重试',
    null,
  );
export const aborted = (): ApiProblem => new ApiProblem(0, 'ABORTED', '已取消', null);

/** What a refusing answer says. */
export function problemOf(reply: TransportReply): ApiProblem {
  const body = reply.data as Partial<Problem> | undefined;
  const requestId = reply.headers?.['x-request-id'];
  if (body && typeof body.code === 'string')
    return new ApiProblem(reply.status, body.code, body.detail ?? body.title ?? body.code, body as Problem, requestId);
  return new ApiProblem(reply.status, 'UNEXPECTED', '服务暂时不可用，请稍后重试', null, requestId);
}

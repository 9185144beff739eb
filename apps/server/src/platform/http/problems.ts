import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { common, Refusal } from '../../kernel/refusal.ts';
import { PATTERN_WORDS, type Problem } from '../../kernel/schema.ts';
import { cut } from '../../kernel/text.ts';
import { isDiskFull, isUnavailable } from '../db/index.ts';
import { isMerchant } from './audit.ts';

type FieldErrors = NonNullable<Problem['errors']>;
interface ValidationIssue {
  instancePath: string;
  keyword: string;
  params: Record<string, unknown>;
}

const WORDS: Record<string, (p: Record<string, unknown>) => string> = {
  required: () => '必填',
  additionalProperties: () => '不认识的字段',
  type: (p) => `类型应为 ${p.type}`,
  minLength: (p) => (p.limit === 1 ? '不能为空' : `至少 ${p.limit} 个字符`),
  maxLength: (p) => `最多 ${p.limit} 个字符`,
  minimum: (p) => `不能小于 ${p.limit}`,
  maximum: (p) => `不能大于 ${p.limit}`,
  minItems: (p) => `至少 ${p.limit} 项`,
  maxItems: (p) => `最多 ${p.limit} 项`,
  uniqueItems: () => '有重复项',
  enum: (p) => `只能是 ${(p.allowedValues as unknown[] | undefined)?.join('、') ?? '规定的值'}`,
  const: (p) => `只能是 ${p.allowedValue}`,
  pattern: (p) => PATTERN_WORDS[String(p.pattern)] ?? '格式不正确',
};

/** The field an issue is about, dotted; a missing or unknown field names itself. */
function fieldOf(issue: ValidationIssue): string {
  const base = issue.instancePath.split('/').slice(1);
  const named = issue.params.missingProperty ?? issue.params.additionalProperty;
  return [...base, ...(typeof named === 'string' ? [named] : [])].join('.') || '(body)';
}

function fieldErrors(issues: ValidationIssue[]): FieldErrors {
  const seen = new Map<string, string>();
  for (const issue of issues) {
    if (issue.keyword === 'anyOf') continue;
    const field = fieldOf(issue);
    if (!seen.has(field)) seen.set(field, WORDS[issue.keyword]?.(issue.params) ?? '格式不正确');
  }
  return [...seen].map(([field, message]) => ({ field, message }));
}

interface Described {
  status: number;
  code: string;
  detail: string;
  errors?: FieldErrors;
  facts?: Record<string, unknown>;
}

const BY_FASTIFY: Record<string, Described> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { status: 413, code: 'BODY_TOO_LARGE', detail: '提交的内容太大' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { status: 415, code: 'MEDIA_TYPE', detail: '请用 application/json 提交' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { status: 400, code: 'BAD_INPUT', detail: '缺少请求内容' },
  FST_ERR_CTP_INVALID_JSON_BODY: { status: 400, code: 'BAD_INPUT', detail: '请求内容不是有效的 JSON' },
  FST_REQ_FILE_TOO_LARGE: { status: 413, code: 'BODY_TOO_LARGE', detail: '提交的文件太大' },
};

const UNSUITABLE: Described = {
  status: 400,
  code: 'BAD_INPUT',
  detail: '内容中有不支持的文字、数字或时间，请检查后重试',
};
/** Errors of PostgreSQL that a caller can mend: values it does not take, rows that are gone or exist already. */
const BY_SQLSTATE: Record<string, Described> = {
  '23505': { status: 409, code: 'CONFLICT', detail: '内容已存在或已被他人修改，请刷新后重试' },
  '23503': { status: 400, code: 'BAD_INPUT', detail: '引用的内容不存在，可能已被删除，请刷新后重试' },
  ...Object.fromEntries(
    // Numbers, times, texts and JSON outside their range; rows and statements larger than PostgreSQL takes.
    ['22001', '22003', '22007', '22008', '22009', '22021', '22023', '22P02', '22P03', '22P05', '54000', '54001'].map(
      (state) => [state, UNSUITABLE],
    ),
  ),
};
/** The form parser's errors have no code. */
const BROKEN_FORM = /unexpected end of multipart data|^Multipart: /i;

/** Nobody is left to read it; it stands in the log. */
const LEFT: Described = { status: 400, code: 'BAD_INPUT', detail: '请求没有传完整' };
/** The body did not come to its end: its client left or was cut off. What the socket then says looks like a lost database. */
const clientLeft = (req: FastifyRequest): boolean => req.raw.readableAborted;

const RETRY_AFTER_SECONDS = 5;

function ofRefusal(refusal: Refusal): Described {
  const { status, code, message: detail } = refusal;
  const { errors, ...facts } = refusal.facts as { errors?: FieldErrors };
  return { status, code, detail, errors, ...(Object.keys(facts).length > 0 ? { facts } : {}) };
}

function describe(error: FastifyError): Described {
  if (error instanceof Refusal) return ofRefusal(error);
  if (error.validation) {
    const errors = fieldErrors(error.validation as ValidationIssue[]);
    const [first] = errors;
    const refusal = common.BAD_INPUT();
    return { ...ofRefusal(refusal), detail: first ? `提交的内容有误：${first.message}` : refusal.message, errors };
  }
  const problem = BY_FASTIFY[error.code] ?? BY_SQLSTATE[error.code];
  if (problem) return problem;
  if (isUnavailable(error)) return ofRefusal(common.UNAVAILABLE({ retryAfterSeconds: RETRY_AFTER_SECONDS }));
  if (BROKEN_FORM.test(error.message)) return { status: 400, code: 'BAD_INPUT', detail: '文件没有传完整，请重新上传' };
  if (error.statusCode && error.statusCode >= 400 && error.statusCode < 500)
    return {
      status: error.statusCode,
      code: error.statusCode === 415 ? 'MEDIA_TYPE' : 'BAD_INPUT',
      detail: '请求无法处理，请检查后重试',
    };
  return { status: 500, code: 'INTERNAL', detail: '服务器出错了，我们已记录；您的内容没有丢失，请稍后重试' };
}

/** The status that answers a thrown error. */
export const statusOf = (error: unknown): number => describe(error as FastifyError).status;

/** Answers any thrown error as RFC 9457 problem details; our own faults are logged with their stack. */
export function answerProblem(error: FastifyError, req: FastifyRequest, reply: FastifyReply): void {
  const { status, code, detail, errors, facts: found } = clientLeft(req) ? LEFT : describe(error);
  note(error, status, req);
  // What another server answered may name inner hosts: for the log and for staff, not for shoppers.
  const facts = status === 502 && !(req.actor && isMerchant(req.actor)) ? undefined : found;
  if (found && !facts) req.log.warn({ code, facts: found }, 'another server answered');
  const problem: Problem = { type: 'about:blank', title: code, status, code, detail, requestId: req.id, errors, facts };
  if (typeof facts?.retryAfterSeconds === 'number') reply.header('retry-after', facts.retryAfterSeconds);
  reply.code(status).header('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}

function note(error: FastifyError, status: number, req: FastifyRequest): void {
  if (error instanceof Refusal) return;
  const short = { code: error.code, reason: cut(error.message, 200), route: req.routeOptions.url };
  if (clientLeft(req)) req.log.debug(short, 'the client left');
  else if (status === 503)
    req.log.error(short, isDiskFull(error) ? 'the disk is full' : 'the database is not available');
  else if (status >= 500) req.log.error({ err: error }, 'request failed');
  // A schema let something through that PostgreSQL did not take.
  else if (BY_SQLSTATE[error.code] === UNSUITABLE) req.log.warn(short, 'a value got past its schema');
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { countCall } from '../calls.ts';
import type { Context } from '../context.ts';
import type { InterfaceFault } from '../faults.ts';
import { ApiRefusal, refusalBody } from './refusal.ts';
import { checkToken } from './tokens.ts';

type Query = Record<string, string | undefined>;
type Answer = Record<string, unknown> | Picture;
/** An answer that is no JSON. */
export class Picture {
  readonly bytes: Buffer;
  readonly type: string;
  constructor(bytes: Buffer, type: string) {
    this.bytes = bytes;
    this.type = type;
  }
}
export interface Call {
  query: Query;
  body(): unknown;
}
type Handler<T> = (given: T) => Answer | Promise<Answer>;

/** Registers interfaces of api.weixin.qq.com: HTTP 200 always, `errcode` tells; those with a token want one of the app `appid`. */
export function apiServer(app: FastifyInstance, context: Context, appid: string) {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.setErrorHandler<FastifyError>((error, _request, reply) => {
    const isOurs = (error.statusCode ?? 500) >= 500;
    if (isOurs) console.error(error);
    return reply
      .code(200)
      .send(isOurs ? { errcode: -1, errmsg: 'system error' } : { errcode: 47001, errmsg: 'data format error' });
  });
  const on = (method: 'GET' | 'POST', url: string, handler: Handler<Call>) =>
    app.route({ method, url, handler: (request, reply) => serve(context, request, reply, handler) });
  return {
    on,
    /** A GET with an access token. */
    readWithToken: (url: string, handler: () => Answer) =>
      on('GET', url, (call) => {
        checkToken(context, call.query.access_token, appid);
        return handler();
      }),
    /** A POST with an access token; the handler gets the JSON body. */
    withToken: (url: string, handler: Handler<unknown>) =>
      on('POST', url, (call) => {
        checkToken(context, call.query.access_token, appid);
        return handler(call.body());
      }),
  };
}

async function serve(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  handler: Handler<Call>,
): Promise<FastifyReply> {
  const fault = context.faults.takeForInterface(request.method, request.url);
  countCall(context, request);
  if (fault?.action === 'slow') await sleep(fault.delayMs ?? 1_000);
  if (fault?.action === 'hang') return reply.hijack();
  if (fault?.action === 'error') return planned(reply, fault);
  try {
    const answer = await handler({ query: request.query as Query, body: () => parsed(request.body) });
    if (fault?.action === 'hang-after') return reply.hijack();
    if (fault?.action === 'lose-answer') return planned(reply, fault);
    return answer instanceof Picture ? reply.type(answer.type).send(answer.bytes) : reply.send(answer);
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    return reply.send(refusalBody(error));
  }
}

function planned(reply: FastifyReply, { status = 200, code = '-1' }: InterfaceFault): FastifyReply {
  return reply.code(status).send({ errcode: Number(code), errmsg: code === '-1' ? 'system error' : 'planned fault' });
}

function parsed(body: unknown): unknown {
  try {
    return JSON.parse(String(body ?? ''));
  } catch {
    throw new ApiRefusal(47001, 'data format error');
  }
}

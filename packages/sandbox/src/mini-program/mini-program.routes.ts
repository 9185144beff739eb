import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { ApiBody } from './body.ts';
import { unlimitedCode } from './code-image.ts';
import { checkText } from './content.ts';
import { checkToken, codeToSession, phoneNumber, stableToken } from './login.ts';
import { sendSubscribeMessage } from './messages.ts';
import { ApiRefusal, refusalBody } from './refusal.ts';
import { getOrder, uploadShipping } from './shipping.ts';

type Query = Record<string, string | undefined>;
type Answer = Record<string, unknown> | Buffer;
interface Call {
  query: Query;
  body(): unknown;
}

/** What lives at api.weixin.qq.com: HTTP 200 always, `errcode` tells. */
export function miniProgramRoutes(app: FastifyInstance, context: Context): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.setErrorHandler<FastifyError>((error, _request, reply) => {
    const isOurs = (error.statusCode ?? 500) >= 500;
    if (isOurs) console.error(error);
    return reply
      .code(200)
      .send(isOurs ? { errcode: -1, errmsg: 'system error' } : { errcode: 47001, errmsg: 'data format error' });
  });
  const on = (method: 'GET' | 'POST', url: string, handler: (call: Call) => Answer | Promise<Answer>) =>
    app.route({ method, url, handler: (request, reply) => serve(context, request, reply, handler) });
  const withToken = (url: string, handler: (body: unknown) => Answer | Promise<Answer>) =>
    on('POST', url, (call) => {
      checkToken(context, call.query.access_token);
      return handler(call.body());
    });

  on('GET', '/sns/jscode2session', ({ query }) => codeToSession(context, query));
  on('POST', '/cgi-bin/stable_token', (call) => stableToken(context, new ApiBody(call.body())));
  withToken('/wxa/business/getuserphonenumber', (body) => phoneNumber(context, new ApiBody(body)));
  withToken('/wxa/getwxacodeunlimit', (body) => unlimitedCode(context, new ApiBody(body)));
  withToken('/cgi-bin/message/subscribe/send', (body) => sendSubscribeMessage(context, new ApiBody(body)));
  withToken('/wxa/msg_sec_check', (body) => checkText(context, new ApiBody(body)));
  withToken('/wxa/sec/order/upload_shipping_info', (body) => uploadShipping(context, body));
  withToken('/wxa/sec/order/get_order', (body) => getOrder(context, new ApiBody(body)));
}

async function serve(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  handler: (call: Call) => Answer | Promise<Answer>,
): Promise<FastifyReply> {
  const fault = context.faults.takeForInterface(request.method, request.url);
  if (fault?.action === 'slow') await sleep(fault.delayMs ?? 1_000);
  const planned = () =>
    reply.code(fault?.status ?? 500).send({ errcode: Number(fault?.code ?? -1), errmsg: 'system error' });
  if (fault?.action === 'error') return planned();
  try {
    const answer = await handler({ query: request.query as Query, body: () => parsed(request.body) });
    if (fault?.action === 'lose-answer') return planned();
    return Buffer.isBuffer(answer) ? reply.type('image/png').send(answer) : reply.send(answer);
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    return reply.send(refusalBody(error));
  }
}

function parsed(body: unknown): unknown {
  try {
    return JSON.parse(String(body ?? ''));
  } catch {
    throw new ApiRefusal(47001, 'data format error');
  }
}

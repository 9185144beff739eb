import cookie from '@fastify/cookie';
import Fastify, { errorCodes, type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Logger } from 'pino';
import { newSecret } from '../../kernel/ids.ts';
import { common } from '../../kernel/refusal.ts';
import type { Config } from '../config.ts';
import type { Metrics } from '../metrics.ts';
import { compressed } from './compress.ts';
import { followConnections, TIME_LIMITS, waitForTurn } from './connections.ts';
import { isPreview, safeHeaders } from './headers.ts';
import { answerProblem } from './problems.ts';
import { serializerCompiler, validatorCompiler } from './validation.ts';

const BODY_LIMIT_BYTES = 1_048_576;
const API = /^\/(shop|admin|wechat)(\/|$)/;

/** The bare HTTP server: parsing, errors, request ids, logs, metrics and safe headers; routes come from the modules. */
export async function createServer(
  logger: Logger,
  metrics: Metrics,
  { publicUrl, trustProxy }: Pick<Config, 'publicUrl' | 'trustProxy'>,
): Promise<FastifyInstance> {
  const ourName = newSecret(9);
  let requests = 0;
  const server = Fastify({
    loggerInstance: logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    ...TIME_LIMITS,
    genReqId: (req) => {
      const theirId = req.headers['x-request-id'];
      return typeof theirId === 'string' && /^[\w-]{8,64}$/.test(theirId) ? theirId : `${ourName}-${++requests}`;
    },
    routerOptions: { maxParamLength: 200 },
    // What fails before there is a route: an address that can't be read, or a part of it that is too long.
    frameworkErrors: answerProblem,
    // Of a chain of addresses the first from the right that is no proxy of ours is the client's, whatever it wrote before that.
    trustProxy: trustProxy.length > 0 && trustProxy,
  });
  server.setValidatorCompiler(validatorCompiler());
  server.setSerializerCompiler(serializerCompiler);
  server.setErrorHandler(answerProblem);
  server.decorateRequest('actor', null as never);
  keepRawBodies(server);
  followConnections(server);
  server.addHook('onRequest', waitForTurn);
  // Only the console has a cookie: it is read where it is asked for.
  await server.register(cookie, { hook: false });
  const headers = safeHeaders(publicUrl);
  // Hooks that wait for nothing take a call-back: each promise would cost every request a turn.
  server.addHook('onSend', (req, reply, payload, done) => {
    reply.header('x-request-id', req.id);
    // An answer that may be kept says so itself.
    const kept = reply.getHeader('cache-control');
    reply.headers(isApi(req.url) ? headers.api : isPreview(req.url) ? headers.preview : headers.page);
    if (kept !== undefined) reply.header('cache-control', kept);
    done(null, compressed(req, reply, payload));
  });
  server.addHook('onResponse', (req, reply, done) => {
    const route = req.routeOptions.url ?? 'none';
    metrics.request(req.method, route, reply.statusCode, reply.elapsedTime);
    const facts = {
      method: req.method,
      path: pathOf(req.url),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    };
    if (reply.statusCode >= 500) req.log.warn(facts, 'answered');
    else if (req.method !== 'GET' && API.test(req.url)) req.log.info(facts, 'answered');
    else req.log.debug(facts, 'answered');
    done();
  });
  return server;
}

/** For the log: without the query, which may hold what a person searched for, and short, whatever a stranger asks for. */
const pathOf = (url: string): string => url.slice(0, Math.min(120, (url.indexOf('?') + 1 || url.length + 1) - 1));

/** Call-backs are verified over the exact bytes that came, so these stay unparsed. */
function keepRawBodies(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeContentTypeParser('application/json');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (req, body, done) => {
    if (req.url.startsWith('/wechat/')) done(null, body);
    else if (body === '') done(null, undefined);
    else parse(req, body as string, done);
  });
  server.removeContentTypeParser('text/plain');
  // Messages of WeChat's push; nothing else here reads XML.
  server.addContentTypeParser(['text/xml', 'application/xml'], { parseAs: 'string' }, (req, body, done) => {
    if (req.url.startsWith('/wechat/')) done(null, body);
    else done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(req.headers['content-type']));
  });
}

/** What is not found under an API address is a problem; anything else is left to the pages. */
export const isApi = (url: string): boolean => API.test(url);
export const notFound = common.NOT_FOUND;

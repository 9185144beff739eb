import type { FastifyInstance } from 'fastify';
import type { Settings } from './context.ts';
import type { Control } from './control.ts';
import { KEY_HEADER, showsKey } from './control-key.ts';
import type { Fault } from './faults.ts';

const ROOT = '/sandbox/api/control';

/** The control interface for tests; see README.md for its requests. Without `key` every request is answered 401. */
export function controlRoutes(app: FastifyInstance, control: Control, key: string): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (showsKey(request, key)) return done();
    reply.code(401).send({
      code: 'NO_KEY',
      message: `控制接口需要密钥：沙箱文件夹里 control-key 的内容，放在请求头 ${KEY_HEADER} 里`,
    });
  });
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof TypeError) return reply.code(400).send({ code: 'PARAM_ERROR', message: error.message });
    throw error;
  });
  app.get(ROOT, async () => ({
    settings: control.settings(),
    faults: control.faults(),
    calls: control.calls(),
    counts: {
      transactions: control.transactions().length,
      refunds: control.refunds().length,
      callbacks: control.callbacks().length,
      shipments: control.shipments().length,
      messages: control.messages().length,
    },
  }));
  app.post<{ Body: Fault | null }>(`${ROOT}/faults`, async ({ body }, reply) => {
    if (!body) throw new TypeError('a fault is a JSON object');
    return reply.code(201).send(control.addFault(body));
  });
  app.get(`${ROOT}/faults`, async () => control.faults());
  app.delete(`${ROOT}/faults`, async (_request, reply) => {
    control.clearFaults();
    return reply.code(204).send();
  });
  app.post<{ Body: { skewMs?: unknown } | null }>(`${ROOT}/clock`, async ({ body }) => {
    if (typeof body?.skewMs !== 'number' || !Number.isFinite(body.skewMs))
      throw new TypeError('skewMs is a number of ms');
    control.setClockSkewMs(body.skewMs);
    return { skewMs: body.skewMs };
  });
  app.post<{ Body: Partial<Settings> | null }>(`${ROOT}/settings`, async ({ body }) => control.settings(body ?? {}));
  app.get(`${ROOT}/transactions`, async () => control.transactions());
  app.get(`${ROOT}/refunds`, async () => control.refunds());
  app.get(`${ROOT}/shares`, async () => control.shares());
  app.get(`${ROOT}/transfers`, async () => control.transfers());
  app.get(`${ROOT}/balance`, async () => control.balance());
  app.post<{ Body: { fen?: unknown } | null }>(`${ROOT}/deposit`, async ({ body }) => {
    if (typeof body?.fen !== 'number') throw new TypeError('fen is a number');
    control.deposit(body.fen);
    return control.balance();
  });
  app.get(`${ROOT}/callbacks`, async () => control.callbacks());
  app.get(`${ROOT}/shipments`, async () => control.shipments());
  pushRoutes(app, control);
  app.get(`${ROOT}/messages`, async () => control.messages());
  app.post(`${ROOT}/reset`, async (_request, reply) => {
    control.reset();
    return reply.code(204).send();
  });
}

/** The message push: what was told, telling something, and WeChat's check of the address. */
function pushRoutes(app: FastifyInstance, control: Control): void {
  app.get(`${ROOT}/pushes`, async () => control.pushes());
  app.post<{ Body: { event?: unknown; fields?: Record<string, unknown> } | null }>(`${ROOT}/push`, async ({ body }) => {
    if (typeof body?.event !== 'string') throw new TypeError('event is a text');
    return control.push(body.event, body.fields ?? {}) ?? { state: 'no address' };
  });
  app.post(`${ROOT}/check-message-url`, async () => ({ isRight: await control.checkMessageUrl() }));
}

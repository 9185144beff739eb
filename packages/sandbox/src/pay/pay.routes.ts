import { randomBytes, X509Certificate } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { encryptResource } from '@jishi/wechat';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { countCall } from '../calls.ts';
import type { Context } from '../context.ts';
import { type KeyMode, moveTrade, type Transaction } from '../state.ts';
import { applyAbnormalRefund } from './abnormal-refund.ts';
import { authorize } from './authorize.ts';
import { BillFiles } from './bill-files.ts';
import type { Answer, Call, On } from './call.ts';
import { combineRoutes } from './combine/combine.ts';
import { checkBody } from './fields.ts';
import { newRequestId } from './numbers.ts';
import { prepay } from './prepay.ts';
import { queryRefund, refund } from './refunds.ts';
import { invalidRequest, notExists, orderNotExist, orderPaid, PayRefusal, paramError } from './refusal.ts';
import { closeFields } from './shapes.ts';
import { sharingRoutes } from './sharing/sharing.routes.ts';
import { signatureHeaders } from './signed.ts';
import { rfc3339 } from './time.ts';
import { byTransactionId, transactionView } from './transactions.ts';
import { transferRoutes } from './transfer/transfer.routes.ts';

type Handler = Parameters<On>[2];

/** `/v3/…`: every interface of WeChat Pay that this sandbox speaks. */
export function payRoutes(app: FastifyInstance, context: Context): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler<FastifyError>((error, _request, reply) => {
    const isOurs = (error.statusCode ?? 500) >= 500;
    if (isOurs) console.error(error);
    const message = isOurs ? '系统异常，请稍后重试' : '请求格式有误';
    return reply.code(error.statusCode ?? 500).send({ code: isOurs ? 'SYSTEM_ERROR' : 'PARAM_ERROR', message });
  });
  const bills = new BillFiles();
  const on: On = (method, url, handler) => {
    app.route({ method, url, handler: (request, reply) => serve(context, request, reply, handler) });
  };

  for (const kind of ['jsapi', 'app', 'h5', 'native'] as const) {
    on('POST', `/v3/pay/transactions/${kind}`, (call) => prepay(context, kind, call.body(), call.keyMode));
  }
  on('GET', '/v3/pay/transactions/out-trade-no/:number', ({ params, query }) =>
    queryTrade(context, query, context.store.transactions.get(params.number ?? '')),
  );
  on('GET', '/v3/pay/transactions/id/:id', ({ params, query }) =>
    queryTrade(context, query, byTransactionId(context.store, params.id ?? '')),
  );
  on('POST', '/v3/pay/transactions/out-trade-no/:number/close', (call) => close(context, call));
  on('POST', '/v3/refund/domestic/refunds', (call) => refund(context, call.body(), call.keyMode));
  on('GET', '/v3/refund/domestic/refunds/:number', ({ params }) => queryRefund(context, params.number ?? ''));
  on('POST', '/v3/refund/domestic/refunds/:number/apply-abnormal-refund', (call) => applyAbnormalRefund(context, call));
  combineRoutes(on, context);
  sharingRoutes(on, context);
  transferRoutes(on, context);
  on('GET', '/v3/certificates', () => certificates(context));
  on('GET', '/v3/bill/tradebill', ({ query }) => bills.tradeBill(context, query));
  on('GET', '/v3/bill/fundflowbill', ({ query }) => bills.fundFlowBill(context, query));
  on('GET', '/v3/billdownload/file', ({ query }) => bills.download(context, query.token));
}

async function serve(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  handler: Handler,
): Promise<FastifyReply> {
  const fault = context.faults.takeForInterface(request.method, request.url);
  countCall(context, request);
  if (fault?.action === 'slow') await sleep(fault.delayMs ?? 1_000);
  if (fault?.action === 'hang') return reply.hijack();
  let keyMode: KeyMode | null = null;
  try {
    if (fault?.action === 'error') throw planned(fault);
    const body = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
    const raw = { method: request.method, path: request.url, headers: request.headers, body };
    keyMode = authorize(raw, context.keys, context.now());
    const answer = handler({
      keyMode,
      serial: [request.headers['wechatpay-serial']].flat()[0],
      params: request.params as Record<string, string>,
      query: request.query as Record<string, string | undefined>,
      body: () => parsed(body),
    });
    if (fault?.action === 'hang-after') return reply.hijack();
    if (fault?.action === 'lose-answer') throw planned(fault);
    reply.header('Request-ID', newRequestId());
    if (isDownload(answer)) return sendFile(reply, answer);
    return sendSigned(context, reply, answer, keyMode, fault?.action === 'tamper' ? 'tamper' : null);
  } catch (error) {
    if (!(error instanceof PayRefusal)) throw error;
    return sendRefusal(context, reply, error, keyMode);
  }
}

function sendSigned(
  { keys, now }: Context,
  reply: FastifyReply,
  answer: Record<string, unknown> | null,
  mode: KeyMode,
  spoil: 'tamper' | null,
): FastifyReply {
  const body = answer === null ? '' : JSON.stringify(answer);
  reply.headers(signatureHeaders(body, { keys, mode, nowMs: now(), spoil }));
  if (answer === null) return reply.code(204).send();
  return reply.code(200).type('application/json; charset=utf-8').send(body);
}

function sendFile(reply: FastifyReply, file: { bytes: Buffer; gzip: boolean }): FastifyReply {
  return reply.type(file.gzip ? 'application/x-gzip' : 'text/plain; charset=utf-8').send(file.bytes);
}

/** A refusal is signed like any answer once the caller's own signature was right. */
function sendRefusal(
  { keys, now }: Context,
  reply: FastifyReply,
  { status, code, message, detail, number }: PayRefusal,
  mode: KeyMode | null,
): FastifyReply {
  const body = JSON.stringify({ code, message, ...(detail ? { detail } : {}) });
  reply.header('Request-ID', newRequestId(number)).type('application/json; charset=utf-8');
  if (mode) reply.headers(signatureHeaders(body, { keys, mode, nowMs: now(), spoil: null }));
  return reply.code(status).send(body);
}

function planned(fault: { status?: number; code?: string }): PayRefusal {
  return new PayRefusal(fault.status ?? 500, fault.code ?? 'SYSTEM_ERROR', '系统异常，请稍后重试');
}

function isDownload(answer: Answer): answer is { bytes: Buffer; gzip: boolean } {
  return answer !== null && Buffer.isBuffer(answer.bytes);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw paramError('请求体不是合法的 JSON', { location: 'body' });
  }
}

/** The parts of a combined payment are not found here. */
function queryTrade(context: Context, query: Call['query'], trade: Transaction | undefined): Answer {
  checkMchid(context, query.mchid, 'query');
  if (!trade || trade.combineOutTradeNo) throw orderNotExist();
  return transactionView(trade);
}

/** Re-entrant; a paid order cannot be closed. A number that was never placed is dead from then on. */
function close(context: Context, call: Call): null {
  const { mchid } = checkBody<{ mchid: string }>(call.body(), closeFields);
  checkMchid(context, mchid, 'body');
  const { number = '' } = call.params;
  const trade = context.store.transactions.get(number);
  if (trade?.combineOutTradeNo) throw invalidRequest('合单支付订单须使用合单关单接口');
  if (!trade) context.store.deadNumbers.put(number, context.now());
  else if (trade.state === 'SUCCESS' || trade.state === 'REFUND') throw orderPaid();
  else if (trade.state === 'NOTPAY') moveTrade(context.store, trade, 'CLOSED');
  return null;
}

function checkMchid({ keys }: Context, mchid: string | undefined, location: 'query' | 'body'): void {
  if (mchid === keys.merchant.mchid) return;
  throw paramError('商户号mchid缺失，或与Http头Authorization中的mchid不一致', {
    location,
    field: 'mchid',
    value: mchid ?? '',
  });
}

/** The platform certificate, encrypted with the APIv3 key. */
function certificates({ keys, settings }: Context): Answer {
  if (settings.publicKeyModeOnly)
    throw notExists(
      '无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。可查看指引https://pay.weixin.qq.com/doc/v3/merchant/4012153196',
    );
  const { platformSerial, platformCertificate, apiV3Key } = keys.merchant;
  const { validFrom, validTo } = new X509Certificate(platformCertificate);
  const nonce = randomBytes(6).toString('hex');
  return {
    data: [
      {
        serial_no: platformSerial,
        effective_time: rfc3339(Date.parse(validFrom)),
        expire_time: rfc3339(Date.parse(validTo)),
        encrypt_certificate: {
          algorithm: 'AEAD_AES_256_GCM',
          nonce,
          associated_data: 'certificate',
          ciphertext: encryptResource(platformCertificate, apiV3Key, 'certificate', nonce),
        },
      },
    ],
  };
}

import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Less than this goes in one packet anyway. */
const LEAST_BYTES = 1400;
const TEXTS = /^(application\/(json|problem\+json)|text\/(html|plain|css))/;
type Encoding = 'br' | 'gzip';

/** What was compressed of bytes that are sent again and again; it goes when they do. */
const kept = new WeakMap<Buffer, Partial<Record<Encoding, Buffer>>>();

function keptAs(bytes: Buffer, encoding: Encoding): Buffer {
  const made = kept.get(bytes) ?? {};
  kept.set(bytes, made);
  made[encoding] ??=
    encoding === 'br'
      ? brotliCompressSync(bytes, {
          params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
        })
      : gzipSync(bytes);
  return made[encoding];
}

/** An encoding counts unless it is refused with `q=0`. */
const takes = (accepted: string, encoding: Encoding): boolean =>
  new RegExp(`(^|,)\\s*${encoding}\\s*(;\\s*q=(?!0(\\.0*)?\\s*(,|$)))?\\s*(,|$|;)`).test(accepted) &&
  !new RegExp(`${encoding}\\s*;\\s*q=0(\\.0*)?\\s*(,|$)`).test(accepted);

/**
 * An answer as it travels. Only what is read is compressed: with what a caller sent in the same text, the length of an answer would
 * tell about secrets in it. Bytes that are remembered are compressed once and well; a text made for this answer quickly, which takes a tenth of a
 * millisecond.
 */
export function compressed(req: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  if (req.method !== 'GET' || reply.statusCode === 304 || reply.hasHeader('content-encoding')) return payload;
  if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return payload;
  if (payload.length < LEAST_BYTES || !TEXTS.test(String(reply.getHeader('content-type') ?? ''))) return payload;
  reply.header('vary', 'accept-encoding');
  const accepted = String(req.headers['accept-encoding'] ?? '');
  const encoding = takes(accepted, 'br') && Buffer.isBuffer(payload) ? 'br' : takes(accepted, 'gzip') ? 'gzip' : null;
  if (!encoding) return payload;
  reply.header('content-encoding', encoding).removeHeader('content-length');
  return Buffer.isBuffer(payload) ? keptAs(payload, encoding) : gzipSync(payload, { level: 2 });
}

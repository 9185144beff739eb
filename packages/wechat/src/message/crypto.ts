import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import { WechatSignatureError } from '../errors.ts';

export interface MessageCryptoOptions {
  token: string;
  /** 43 characters. */
  encodingAesKey: string;
  /** The app's id, or the CorpID. */
  appid: string;
  /**
   * Whether pushes may come in plain text. Off unless the app is set to it: a plain push's signature does not cover its body, so
   * a person who has seen one address could write messages of his own.
   */
  allowsPlain?: boolean;
}
type Query = Record<string, string | undefined>;

const BLOCK = 32;
const MAX_BYTES = 256 * 1024;

/** Message push of mini program, official account and WeCom: signature, AES-256-CBC, XML or JSON. Throws WechatSignatureError. */
export class MessageCrypto {
  readonly #o: MessageCryptoOptions;
  readonly #key: Buffer;
  readonly #xml = new XMLParser({
    processEntities: false,
    parseTagValue: false,
    ignoreAttributes: true,
    trimValues: true,
  });

  constructor(options: MessageCryptoOptions) {
    this.#o = options;
    this.#key = Buffer.from(`${options.encodingAesKey}=`, 'base64');
    if (this.#key.length !== 32) throw new Error('encodingAesKey must have 43 characters');
  }

  /** What to answer to the check of the address: the echostr, which WeCom sends encrypted. */
  verifyUrl(query: Query): string {
    const { timestamp, nonce, echostr = '', msg_signature } = query;
    if (msg_signature === undefined) {
      this.#check(query.signature, [timestamp, nonce]);
      return echostr;
    }
    this.#check(msg_signature, [timestamp, nonce, echostr]);
    return this.#open(echostr);
  }

  /** The message of a push; encrypted ones are verified over the ciphertext and belong to our appid. */
  decrypt(query: Query, rawBody: string): Record<string, unknown> {
    const outer = this.parse(rawBody);
    if (typeof outer.Encrypt !== 'string') {
      if (!this.#o.allowsPlain) throw new WechatSignatureError('the message is not encrypted');
      this.#check(query.signature, [query.timestamp, query.nonce]);
      return outer;
    }
    this.#check(query.msg_signature, [query.timestamp, query.nonce, outer.Encrypt]);
    return this.parse(this.#open(outer.Encrypt));
  }

  /** An encrypted passive reply with its signature; `timestampS` in seconds. */
  encryptReply(
    text: string,
    timestampS: number,
    nonce: string,
  ): { Encrypt: string; MsgSignature: string; TimeStamp: string; Nonce: string } {
    const message = Buffer.from(text, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(message.length);
    const plain = Buffer.concat([randomBytes(16), length, message, Buffer.from(this.#o.appid)]);
    const pad = BLOCK - (plain.length % BLOCK);
    const cipher = createCipheriv('aes-256-cbc', this.#key, this.#key.subarray(0, 16)).setAutoPadding(false);
    const Encrypt = Buffer.concat([
      cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])),
      cipher.final(),
    ]).toString('base64');
    const TimeStamp = String(timestampS);
    return { Encrypt, MsgSignature: this.#signature([TimeStamp, nonce, Encrypt]), TimeStamp, Nonce: nonce };
  }

  /** XML (entities off) or JSON as a plain record. */
  parse(raw: string): Record<string, unknown> {
    if (Buffer.byteLength(raw) > MAX_BYTES) throw new WechatSignatureError('the message is too large');
    try {
      return asRecord(raw.trimStart().startsWith('{') ? JSON.parse(raw) : this.#xml.parse(withoutEntities(raw)).xml);
    } catch (error) {
      throw new WechatSignatureError('the message cannot be read', { cause: error });
    }
  }

  #open(encrypted: string): string {
    const bytes = Buffer.from(encrypted, 'base64');
    if (bytes.length === 0 || bytes.length % 16 !== 0) throw new WechatSignatureError('ciphertext has a wrong length');
    const decipher = createDecipheriv('aes-256-cbc', this.#key, this.#key.subarray(0, 16)).setAutoPadding(false);
    const padded = Buffer.concat([decipher.update(bytes), decipher.final()]);
    const pad = padded.at(-1) ?? 0;
    if (pad < 1 || pad > BLOCK || pad > padded.length) throw new WechatSignatureError('padding is wrong');
    const plain = padded.subarray(0, -pad);
    if (plain.length < 20) throw new WechatSignatureError('message is too short');
    const end = 20 + plain.readUInt32BE(16);
    if (end > plain.length || plain.subarray(end).toString('utf8') !== this.#o.appid)
      throw new WechatSignatureError('the message is for another app');
    return plain.subarray(20, end).toString('utf8');
  }

  #signature(parts: (string | undefined)[]): string {
    return createHash('sha1')
      .update([this.#o.token, ...parts.map((p) => p ?? '')].sort().join(''))
      .digest('hex');
  }

  #check(given: string | undefined, parts: (string | undefined)[]): void {
    const [a, b] = [Buffer.from(given ?? ''), Buffer.from(this.#signature(parts))];
    if (a.length !== b.length || !timingSafeEqual(a, b))
      throw new WechatSignatureError('message signature does not match');
  }
}

/** A parser that expands no entities still reads their definitions; a push never has any. */
function withoutEntities(xml: string): string {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new SyntaxError('document types are not taken');
  return xml;
}

function asRecord(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('not a message');
  return value as Record<string, unknown>;
}

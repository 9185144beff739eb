import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import { WechatSignatureError } from '../errors.ts';

export interface MessageCryptoOptions {
  token: string;
  /** 43 characters. */
  encodingAesKey: string;
  /** The app's id, or the CorpID. */
  appid: string;
}
type Query = Record<string, string | undefined>;

const BLOCK = 32;
const MAX_BODY = 256 * 1024;

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

  /** Answers the check of the address: the echostr when the signature is WeChat's. */
  verifyUrl(query: Query): string {
    this.#check(query.signature, [query.timestamp, query.nonce]);
    return query.echostr ?? '';
  }

  /** The message of a push; encrypted ones are verified over the ciphertext and belong to our appid. */
  decrypt(query: Query, rawBody: string): Record<string, unknown> {
    const outer = this.parse(rawBody);
    if (typeof outer.Encrypt !== 'string') {
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
    if (raw.length > MAX_BODY) throw new WechatSignatureError('the message is too large');
    try {
      if (raw.trimStart().startsWith('{')) return JSON.parse(raw);
      if (/<!DOCTYPE|<!ENTITY/i.test(raw)) throw new Error('document types are not taken');
      return this.#xml.parse(raw).xml ?? {};
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

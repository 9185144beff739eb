import { createHash, randomBytes } from 'node:crypto';
import * as oracle from '@wecom/crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WechatSignatureError } from '../errors.ts';
import { MessageCrypto } from './crypto.ts';

const token = 'push-token';
const encodingAesKey = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const appid = 'wx0000000000000001';
const crypto = new MessageCrypto({ token, encodingAesKey, appid });
const plainCrypto = new MessageCrypto({ token, encodingAesKey, appid, allowsPlain: true });
const TIME = '1700000000';
const NONCE = 'n0nce';

const plainSignature = () => createHash('sha1').update([token, TIME, NONCE].sort().join('')).digest('hex');
const plainQuery = () => ({ signature: plainSignature(), timestamp: TIME, nonce: NONCE });
/** A push as the oracle makes it. */
function push(message: string, id = appid, random?: Buffer) {
  const Encrypt = oracle.encrypt(encodingAesKey, message, id, random);
  const msg_signature = oracle.getSignature(token, TIME, NONCE, Encrypt);
  return { Encrypt, query: { ...plainQuery(), encrypt_type: 'aes', msg_signature } };
}
const asXml = (Encrypt: string) =>
  `<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[${Encrypt}]]></Encrypt></xml>`;
const asJson = (Encrypt: string) => JSON.stringify({ ToUserName: 'gh_1', Encrypt });
const refused = (work: () => unknown) => expect(work).toThrow(WechatSignatureError);

test('what the oracle encrypts is read, as XML and as JSON, around and within', () => {
  const { Encrypt, query } = push(
    '<xml><MsgType><![CDATA[event]]></MsgType><Event>user_enter</Event><Id>0012</Id></xml>',
  );
  const expected = { MsgType: 'event', Event: 'user_enter', Id: '0012' };
  expect(crypto.decrypt(query, asXml(Encrypt))).toEqual(expected);
  expect(crypto.decrypt(query, asJson(Encrypt))).toEqual(expected);
  const json = push('{"MsgType":"event","List":{"n":1}}');
  expect(crypto.decrypt(json.query, asJson(json.Encrypt))).toEqual({ MsgType: 'event', List: { n: 1 } });
});

test('a message of any length goes to and fro with the oracle, so every padding from 1 to 32 is met', () => {
  const paddings = new Set<number>();
  for (let length = 0; length < 64; length++) {
    const text = 'x'.repeat(length);
    const { Encrypt, query } = push(JSON.stringify({ text }));
    expect(crypto.decrypt(query, asJson(Encrypt))).toEqual({ text });
    const reply = crypto.encryptReply(text, 1700000000, NONCE);
    expect(oracle.decrypt(encodingAesKey, reply.Encrypt)).toMatchObject({ message: text, id: appid });
    paddings.add(32 - ((20 + length + appid.length) % 32));
  }
  expect(paddings.size).toBe(32);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const { Encrypt, query } = push(JSON.stringify({ text }));
      expect(crypto.decrypt(query, asJson(Encrypt))).toEqual({ text });
      const reply = crypto.encryptReply(text, 1700000000, NONCE);
      expect(oracle.decrypt(encodingAesKey, reply.Encrypt).message).toBe(text);
      expect(reply.MsgSignature).toBe(oracle.getSignature(token, reply.TimeStamp, reply.Nonce, reply.Encrypt));
    }),
  );
});

test('a push with any byte of ciphertext, signature, time or nonce changed is refused', () => {
  const { Encrypt, query } = push('{"MsgType":"event"}');
  fc.assert(
    fc.property(fc.nat({ max: Encrypt.length - 1 }), fc.constantFrom(...'ABCabc019+/'), (at, letter) => {
      fc.pre(Encrypt[at] !== letter);
      refused(() => crypto.decrypt(query, asJson(Encrypt.slice(0, at) + letter + Encrypt.slice(at + 1))));
    }),
  );
  for (const wrong of [
    { msg_signature: undefined },
    { msg_signature: '' },
    { msg_signature: query.msg_signature.toUpperCase() },
    { msg_signature: query.signature },
    { timestamp: '1700000001' },
    { nonce: 'other' },
  ])
    refused(() => crypto.decrypt({ ...query, ...wrong }, asJson(Encrypt)));
});

test('a rightly signed message for another app is refused, also one whose length lies', () => {
  for (const id of ['wx0000000000000002', `${appid}x`, appid.slice(1), '']) {
    const { Encrypt, query } = push('{"a":1}', id);
    refused(() => crypto.decrypt(query, asJson(Encrypt)));
  }
});

test('rightly signed rubbish is refused: lengths, paddings and keys', () => {
  const signed = (Encrypt: string) => ({
    ...plainQuery(),
    msg_signature: oracle.getSignature(token, TIME, NONCE, Encrypt),
  });
  const read = (Encrypt: string) => refused(() => crypto.decrypt(signed(Encrypt), asJson(Encrypt)));
  for (const length of [0, 1, 15, 17, 33]) read(randomBytes(length).toString('base64'));
  for (let i = 0; i < 200; i++) read(randomBytes(16 * (1 + (i % 5))).toString('base64'));
  read(oracle.encrypt('Z'.repeat(43), '{"a":1}', appid));
});

test('a plain push is refused unless the app is set to it: its signature does not cover its body', () => {
  const body = '<xml><Event>forged</Event></xml>';
  refused(() => crypto.decrypt(plainQuery(), body));
  expect(plainCrypto.decrypt(plainQuery(), body)).toEqual({ Event: 'forged' });
  refused(() => plainCrypto.decrypt({ ...plainQuery(), signature: 'x' }, body));
  refused(() => plainCrypto.decrypt({}, body));
});

test('the check of the address echoes only for WeChat, and opens WeCom’s encrypted echo', () => {
  expect(crypto.verifyUrl({ ...plainQuery(), echostr: '12345' })).toBe('12345');
  refused(() => crypto.verifyUrl({ ...plainQuery(), nonce: 'x', echostr: '12345' }));
  refused(() => crypto.verifyUrl({ echostr: '12345' }));
  const { Encrypt, query } = push('6789');
  const { msg_signature, timestamp, nonce } = query;
  expect(crypto.verifyUrl({ msg_signature, timestamp, nonce, echostr: Encrypt })).toBe('6789');
  refused(() => crypto.verifyUrl({ msg_signature, timestamp, nonce, echostr: `${Encrypt}AAAA` }));
});

test('entities are neither defined nor expanded', () => {
  const bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><xml><E>&b;</E></xml>';
  refused(() => crypto.parse(bomb));
  refused(() => crypto.parse('<!doctype x SYSTEM "file:///etc/passwd"><xml/>'));
  expect(crypto.parse('<xml><E>&lt;b&gt; &#65; &x;</E></xml>')).toEqual({ E: '&lt;b&gt; &#65; &x;' });
});

test('what is no message is refused: too large, broken, or not a record', () => {
  expect(crypto.parse(JSON.stringify({ a: 'x'.repeat(200_000) }))).toBeTypeOf('object');
  refused(() => crypto.parse(JSON.stringify({ a: 'x'.repeat(262_144) })));
  refused(() => crypto.parse(JSON.stringify({ a: '字'.repeat(100_000) })));
  for (const raw of ['', ' ', '{', '[1]', '"x"', '7', 'null', '<xml>', '<xml>text</xml>', '<html><a>1</a></html>'])
    refused(() => crypto.parse(raw));
});

test('no tag or key of a message reaches the prototype of an object', () => {
  for (const raw of [
    '{"__proto__":{"polluted":1},"a":1}',
    '<xml><__proto__><polluted>1</polluted></__proto__></xml>',
  ]) {
    try {
      crypto.parse(raw);
    } catch (error) {
      expect(error).toBeInstanceOf(WechatSignatureError);
    }
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  }
});

test('a key of the wrong length is refused when the client is made', () => {
  expect(() => new MessageCrypto({ token, appid, encodingAesKey: 'short' })).toThrow('43');
});

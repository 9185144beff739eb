import pino from 'pino';
import { expect, test } from 'vitest';
import { startApp } from '../../test/app.ts';
import { readConfig } from '../config.ts';
import { Metrics } from '../metrics.ts';
import { createServer } from './server.ts';

test('a shopper’s token has one spelling: what decodes to the same bytes is nobody’s', async () => {
  const app = await startApp();
  const { token } = await app.given.shopper();
  const last = token.at(-1) ?? '';
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  // The 43rd letter carries four bits: three other letters decode to the same signature.
  const twins = [...alphabet].filter((c) => alphabet.indexOf(c) >> 2 === alphabet.indexOf(last) >> 2 && c !== last);
  const spellings = [
    ...twins.map((c) => token.slice(0, -1) + c),
    `${token}=`,
    `${token}==`,
    `${token}!`,
    `${token} `,
    `${token}.`,
    `${token.slice(0, -1)}!${last}`,
    `${token}${'!'.repeat(8000)}`,
    token.replace('sh.1.', 'sh.01.'),
  ];
  for (const spelling of spellings)
    expect((await app.as(spelling).get('/shop/me')).status, spelling.slice(-50)).toBe(401);
  expect((await app.as(token).get('/shop/me')).status).toBe(200);
});

test('only proxies that are known are believed about who asks, and of what they say only what is written by them', async () => {
  const seenFrom = async (trust: string, forwarded: string) => {
    const { trustProxy } = readConfig([], { TRUST_PROXY: trust });
    const server = await createServer(pino({ level: 'silent' }), new Metrics(), {
      publicUrl: 'http://shop.test',
      trustProxy,
    });
    server.get('/ip', (req, reply) => reply.send(req.ip));
    return (await server.inject({ url: '/ip', headers: { 'x-forwarded-for': forwarded } })).body;
  };
  expect(await seenFrom('off', '8.8.8.8')).toBe('127.0.0.1');
  expect(await seenFrom('on', '8.8.8.8, 203.0.113.7')).toBe('203.0.113.7');
  expect(await seenFrom('127.0.0.1, 10.0.0.0/8', '8.8.8.8, 203.0.113.7, 10.1.2.3')).toBe('203.0.113.7');
  expect(await seenFrom('10.0.0.0/8', '8.8.8.8')).toBe('127.0.0.1');
});

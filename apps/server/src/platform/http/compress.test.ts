import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { startApp } from '../../test/app.ts';

test('what is read travels compressed, as the caller takes it, and says the same', async () => {
  const app = await startApp();
  for (let i = 0; i < 12; i++) await app.given.goods();
  const goods = await app.given.goods();
  const ask = (url: string, encoding?: string) =>
    app.platform.http.server.inject({
      url,
      headers: { host: 'localhost:80', ...(encoding ? { 'accept-encoding': encoding } : {}) },
    });
  for (const url of ['/shop/goods?limit=20', '/shop/regions', '/openapi.json']) {
    const plain = await ask(url);
    expect(plain.headers['content-encoding'], url).toBeUndefined();
    expect(plain.headers.vary).toBe('accept-encoding');
    const br = await ask(url, 'gzip, deflate, br');
    expect(br.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(br.rawPayload).equals(plain.rawPayload)).toBe(true);
    expect(br.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2);
    expect(Number(br.headers['content-length'])).toBe(br.rawPayload.length);
    const gzip = await ask(url, 'br;q=0, gzip;q=0.8');
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gzip.rawPayload).equals(plain.rawPayload)).toBe(true);
    expect((await ask(url, 'identity')).headers['content-encoding']).toBeUndefined();
    expect((await ask(url, 'gzip;q=0')).headers['content-encoding']).toBeUndefined();
  }
  // Short ones stay as they are; the same list after a change is compressed anew.
  expect((await ask('/healthz', 'gzip, br')).headers['content-encoding']).toBeUndefined();
  const owner = await app.given.owner();
  await owner.post('/admin/goods/state', { ids: [goods.id], state: 'off' });
  const list = JSON.parse(brotliDecompressSync((await ask('/shop/goods?limit=20', 'br')).rawPayload).toString());
  expect(list.items.map((g: { id: string }) => g.id)).not.toContain(goods.id);
});

test('an answer to what was sent is never compressed: its length would tell of what stands beside it', async () => {
  const app = await startApp();
  const shopper = await app.given.shopper();
  const answer = await app.platform.http.server.inject({
    method: 'POST',
    url: '/shop/addresses/recognise',
    headers: { host: 'localhost:80', authorization: `Bearer ${shopper.token}`, 'accept-encoding': 'gzip, br' },
    payload: { text: '很'.repeat(400) },
  });
  expect([answer.statusCode, answer.headers['content-encoding']]).toEqual([200, undefined]);
});

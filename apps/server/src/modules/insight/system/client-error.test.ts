import { Writable } from 'node:stream';
import pino from 'pino';
import { expect, test } from 'vitest';
import { startApp } from '../../../test/app.ts';

test('what went wrong in a front end is counted each time, logged once, and says nothing of a person', async () => {
  let logged = '';
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      logged += chunk;
      done();
    },
  });
  const log = pino({ level: 'warn' }, sink);
  const app = await startApp({}, log);
  const report = {
    app: 'h5',
    page: '/trade/order?id=018f0000-0000-7000-8000-000000000001',
    message: 'TypeError: 13800001234 is not a function',
    stack: 'at save (/static/js/23.a23d8fcb.js:1:2)',
  };
  for (let i = 0; i < 3; i++) expect((await app.guest.post('/shop/client-errors', report)).status).toBe(204);
  await app.guest.post('/shop/client-errors', { ...report, message: 'another' });
  const lines = logged.split('\n').filter((line) => line.includes('a front end failed'));
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain('/static/js/23.a23d8fcb.js');
  expect(logged).not.toMatch(/13800001234|018f0000/);
  expect(await app.platform.metrics.registry.getSingleMetricAsString('jishi_events_total')).toContain(
    'jishi_events_total{name="client_error_h5"} 4',
  );
  expect((await app.guest.post('/shop/client-errors', { ...report, stack: 'x'.repeat(2001) })).status).toBe(400);
});

test('nobody floods the log', async () => {
  const app = await startApp({ LIMIT_SCALE: '1' });
  const report = { app: 'console', page: '', message: 'x', stack: '' };
  const answers = await Promise.all(Array.from({ length: 40 }, () => app.guest.post('/shop/client-errors', report)));
  expect(answers.filter((a) => a.status === 429).length).toBeGreaterThanOrEqual(15);
});

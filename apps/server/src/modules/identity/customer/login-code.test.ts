import { beforeAll, expect, test } from 'vitest';
import { setClock } from '../../../kernel/clock.ts';
import { smsAccountOf } from '../../../seed.ts';
import { type StartedApp, startAppForFile, TENANT } from '../../../test/app.ts';
import { columnsWith } from '../../../test/columns-with.ts';
import { saveSms } from '../tenant/index.ts';

let app: StartedApp;
beforeAll(async () => {
  app = await startAppForFile();
});

let numbers = 0;
const newPhone = () => `1391234${String(++numbers).padStart(4, '0')}`;
const ask = (phone: string) => app.guest.post('/shop/login-codes', { phone });
const lastCode = (phone: string) => app.sandbox.control.texts().findLast((text) => text.phone === phone)?.code ?? '';
const enter = (phone: string, code: string) => app.guest.post('/shop/session/phone', { phone, code });
const other = (code: string) => (code === '111111' ? '222222' : '111111');
const reconnect = (change: object) =>
  app.platform.database.inTx(TENANT, (tx) =>
    saveSms(tx, app.platform.secrets, TENANT, { ...smsAccountOf(app.sandbox.merchant), ...change }),
  );

test('a phone number and its code sign a shopper in; the same number is the same customer, in any dress', async () => {
  const phone = newPhone();
  const sent = await ask(`+86 ${phone.slice(0, 3)}-${phone.slice(3)}`);
  expect(sent.status, JSON.stringify(sent.body)).toBe(202);
  expect(sent.body.inbox).toBe(`${app.sandbox.baseUrl}/sandbox/inbox?phone=${phone}`);
  expect(await (await fetch(sent.body.inbox)).text()).toContain(lastCode(phone));
  const first = await enter(phone, lastCode(phone));
  expect(first.body.customer.phone).toBe(`${phone.slice(0, 3)}****${phone.slice(-4)}`);
  expect((await app.as(first.body.token).get('/shop/me')).body).toEqual(first.body.customer);
  const back = setClock(() => Date.now() + 61_000);
  try {
    await ask(phone);
    expect((await enter(phone, lastCode(phone))).body.customer.id).toBe(first.body.customer.id);
  } finally {
    back();
  }
  for (const clear of [phone, lastCode(phone)]) expect(await columnsWith(app, clear), clear).toEqual([]);
});

test('a code is good once, for five tries, for ten minutes, and only the newest one', async () => {
  const phone = newPhone();
  expect((await enter(phone, '123456')).body.code).toBe('CODE_WRONG');
  await ask(phone);
  const code = lastCode(phone);
  for (let i = 0; i < 5; i++) expect((await enter(phone, other(code))).body.code).toBe('CODE_WRONG');
  expect((await enter(phone, code)).body.code).toBe('CODE_USED_UP');

  const second = newPhone();
  await ask(second);
  const both = await Promise.all([enter(second, lastCode(second)), enter(second, lastCode(second))]);
  expect(both.map((a) => a.status).sort()).toEqual([200, 400]);

  const third = newPhone();
  await ask(third);
  const late = setClock(() => Date.now() + 601_000);
  try {
    expect((await enter(third, lastCode(third))).body.code).toBe('CODE_WRONG');
    const old = lastCode(third);
    await ask(third);
    if (lastCode(third) !== old) expect((await enter(third, old)).body.code).toBe('CODE_WRONG');
    expect((await enter(third, lastCode(third))).status).toBe(200);
  } finally {
    late();
  }
});

test('a number gets one code a minute, also when twelve ask at once, and nobody learns who is a customer', async () => {
  const phone = newPhone();
  const answers = await Promise.all(Array.from({ length: 12 }, () => ask(phone)));
  expect(answers.filter((a) => a.status === 202)).toHaveLength(1);
  const refused = answers.find((a) => a.status === 429);
  expect(refused?.body).toMatchObject({ code: 'CODE_TOO_OFTEN' });
  expect(refused?.body.detail).toMatch(/^获取验证码太频繁，请 (60|59) 秒后再试$/);
  expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(50);
  expect(app.sandbox.control.texts().filter((text) => text.phone === phone)).toHaveLength(1);
  await enter(phone, lastCode(phone));
  const known = setClock(() => Date.now() + 61_000);
  try {
    const [ofCustomer, ofStranger] = [await ask(phone), await ask(newPhone())];
    expect(Object.keys(ofCustomer.body)).toEqual(Object.keys(ofStranger.body));
    expect(ofCustomer.status).toBe(ofStranger.status);
  } finally {
    known();
  }
});

test('numbers that get no texts are refused before anything is sent', async () => {
  for (const phone of ['12345', '+852 9123 4567', '010-12345678'])
    expect((await ask(phone)).body).toMatchObject({ code: 'PHONE_MAINLAND', errors: [{ field: 'phone' }] });
});

test('both clouds check the signature of what we send; a wrong secret, sign or template is no fault of the shopper', async () => {
  const { merchant } = app.sandbox;
  const tencent = {
    provider: 'tencent' as const,
    baseUrl: `${merchant.baseUrl}/sandbox/sms/tencent`,
    appId: merchant.smsAppId,
  };
  for (const cloud of [{}, tencent]) {
    await reconnect(cloud);
    const phone = newPhone();
    expect((await ask(phone)).status).toBe(202);
    expect((await enter(phone, lastCode(phone))).status).toBe(200);
    for (const wrong of [
      { keySecret: 'not-the-secret' },
      { keyId: 'not-the-key' },
      { sign: '别人' },
      { template: 'SMS_9' },
    ]) {
      await reconnect({ ...cloud, ...wrong });
      const unlucky = newPhone();
      expect((await ask(unlucky)).body, JSON.stringify(wrong)).toMatchObject({ status: 502, code: 'CODE_NOT_SENT' });
      expect(lastCode(unlucky)).toBe('');
    }
  }
  await reconnect({});
});

test('a provider that falls silent after taking the text: the code that arrives is good', async () => {
  const phone = newPhone();
  app.sandbox.control.addFault({ target: 'interface', action: 'hang-after', path: '/sandbox/sms/aliyun' });
  expect((await ask(phone)).body.code).toBe('CODE_NOT_SENT');
  expect((await enter(phone, lastCode(phone))).status).toBe(200);
});

test('a shop without an account for texts says so', async () => {
  await app.platform.database.inTx(TENANT, (tx) => saveSms(tx, app.platform.secrets, TENANT, null));
  expect((await ask(newPhone())).body.code).toBe('SMS_NOT_CONNECTED');
  await reconnect({});
});

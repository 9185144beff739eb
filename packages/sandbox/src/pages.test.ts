import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { sign } from '@jishi/wechat';
import { expect, test } from 'vitest';
import type { Sandbox } from './sandbox.ts';
import { callSigned, paidOrder, prepayBody } from './test/merchant.ts';
import { dirWithKeys, post, startSandbox } from './test/start.ts';

async function placed(sandbox: Sandbox, change = {}): Promise<{ prepayId: string; number: string }> {
  const body = prepayBody(sandbox, change);
  const answer = await callSigned(sandbox, { path: '/v3/pay/transactions/jsapi', body });
  return { prepayId: answer.body.prepay_id, number: body.out_trade_no };
}

function jsapiParams({ merchant }: Sandbox, prepayId: string) {
  const timeStamp = String(Math.floor(Date.now() / 1000));
  const pack = `prepay_id=${prepayId}`;
  const paySign = sign(`${merchant.appid}\n${timeStamp}\nabc\n${pack}\n`, merchant.privateKey);
  return { appId: merchant.appid, timeStamp, nonceStr: 'abc', package: pack, signType: 'RSA', paySign };
}

test.each(['javascript:alert(1)', 'data:text/html,x', '/relative', ''])(
  'no page leads back to %j',
  async (redirect) => {
    const sandbox = await startSandbox();
    const login = { appid: sandbox.merchant.officialAppid, response_type: 'code', scope: 'snsapi_base' };
    const address = `${sandbox.baseUrl}/connect/oauth2/authorize?`;
    const query = new URLSearchParams({ ...login, redirect_uri: redirect });
    expect((await fetch(address + query)).status).toBe(400);
    const forged = new URLSearchParams({ ...login, redirect, person: 'su-wanqing' });
    const sent = await fetch(`${sandbox.baseUrl}/sandbox/authorize`, {
      method: 'POST',
      body: forged,
      redirect: 'manual',
    });
    expect(sent.status).toBe(400);
    const { prepayId } = await placed(sandbox);
    const sheet = await fetch(
      `${sandbox.baseUrl}/sandbox/pay?${new URLSearchParams({ prepay_id: prepayId, redirect })}`,
    );
    expect(await sheet.text()).toContain('"back":null');
  },
);

test('the payment sheet shows what is paid, with every text escaped', async () => {
  const sandbox = await startSandbox();
  const { prepayId, number } = await placed(sandbox, { description: '</script><img src=x onerror=alert(1)>' });
  const answer = await fetch(
    `${sandbox.baseUrl}/sandbox/pay?prepay_id=${prepayId}&redirect=http%3A%2F%2F127.0.0.1%2F%3C%2Fscript%3E`,
  );
  const page = await answer.text();
  expect(answer.status).toBe(200);
  expect(page).toContain('129.00');
  expect(page).toContain(number);
  expect(page).not.toContain('<img');
  expect(page.match(/<\/script>/g)).toHaveLength(1);
  for (const outcome of ['pay', 'cancel', 'insufficient', 'delayed'])
    expect(page).toContain(`data-outcome="${outcome}"`);
});

test('with call-up parameters the sheet opens only for the right paySign', async () => {
  const sandbox = await startSandbox();
  const { prepayId } = await placed(sandbox);
  const params = jsapiParams(sandbox, prepayId);
  const open = async (change = {}) => {
    const answer = await fetch(`${sandbox.baseUrl}/sandbox/pay?${new URLSearchParams({ ...params, ...change })}`);
    return { status: answer.status, page: await answer.text() };
  };
  expect((await open()).status).toBe(200);
  for (const change of [
    { paySign: 'x' },
    { nonceStr: 'abd' },
    { signType: 'MD5' },
    { appId: 'wx0' },
    { package: prepayId },
  ]) {
    const refused = await open(change);
    expect(refused.status).toBe(400);
    expect(refused.page).toContain('支付验证签名失败');
    expect(refused.page).not.toContain('data-outcome');
  }
});

test('requestPayment: cancel and an empty purse leave the order unpaid, pay pays once', async () => {
  const sandbox = await startSandbox();
  const { prepayId, number } = await placed(sandbox);
  const { appId: _, ...params } = jsapiParams(sandbox, prepayId);
  const pay = (body: Record<string, unknown>) => post(`${sandbox.baseUrl}/sandbox/api/pay`, body);
  expect(await pay({ ...params, outcome: 'cancel' })).toMatchObject({
    status: 200,
    body: { result: 'cancel', tradeState: 'NOTPAY' },
  });
  expect((await pay({ prepay_id: prepayId, outcome: 'insufficient' })).body).toMatchObject({
    result: 'fail',
    tradeState: 'NOTPAY',
  });
  expect((await pay({ ...params, paySign: 'x' })).body).toMatchObject({
    code: 'SIGN_ERROR',
    message: '支付验证签名失败',
  });
  expect((await pay({ prepay_id: prepayId, outcome: 'steal' })).status).toBe(400);
  expect(sandbox.control.callbacks()).toEqual([]);
  expect((await pay({ ...params, outcome: 'pay' })).body).toMatchObject({ result: 'ok', errMsg: 'requestPayment:ok' });
  expect((await pay({ out_trade_no: number })).body.code).toBe('ORDER_PAID');
  expect(sandbox.control.callbacks()).toHaveLength(1);
});

test('a prepay_id is good for two hours', async () => {
  let ms = Date.now();
  const sandbox = await startSandbox({ clock: () => ms });
  const { prepayId } = await placed(sandbox);
  ms += 7_200_001;
  expect((await post(`${sandbox.baseUrl}/sandbox/api/pay`, { prepay_id: prepayId })).status).toBe(400);
  expect(sandbox.control.transactions()[0]?.state).toBe('NOTPAY');
});

test('control over HTTP: faults, clock, settings, lists, reset', async () => {
  const sandbox = await startSandbox();
  const control = `${sandbox.baseUrl}/sandbox/api/control`;
  const key = { 'x-sandbox-key': sandbox.controlKey };
  const fault = { target: 'interface', action: 'lose-answer', path: '/v3/pay/transactions/jsapi', times: 1 };
  expect((await post(`${control}/faults`, fault, key)).status).toBe(201);
  expect((await post(`${control}/faults`, { target: 'callback', action: 'explode' }, key)).status).toBe(400);
  expect((await post(`${control}/settings`, { nonsense: 1 }, key)).status).toBe(400);
  expect((await post(`${control}/settings`, { merchantName: '山间小店' }, key)).body.merchantName).toBe('山间小店');
  const body = prepayBody(sandbox);
  const lost = await callSigned(sandbox, { path: '/v3/pay/transactions/jsapi', body });
  expect([lost.status, lost.body.code]).toEqual([500, 'SYSTEM_ERROR']);
  const trades = await (await fetch(`${control}/transactions`, { headers: key })).json();
  expect(trades).toMatchObject([{ outTradeNo: body.out_trade_no, state: 'NOTPAY' }]);
  expect((await callSigned(sandbox, { path: '/v3/pay/transactions/jsapi', body })).status).toBe(200);
  const overview = await (await fetch(sandbox.overviewUrl)).text();
  expect(overview).toContain(body.out_trade_no);
  expect((await fetch(`${control}/reset`, { method: 'POST', headers: key })).status).toBe(204);
  expect(await (await fetch(`${control}/transactions?key=${sandbox.controlKey}`)).json()).toEqual([]);
});

test('without its key the control does nothing and the overview shows nothing; the key is for the owner of the folder alone', async () => {
  const dir = await dirWithKeys();
  const sandbox = await startSandbox({ dir });
  const number = await paidOrder(sandbox, 12_900);
  const control = `${sandbox.baseUrl}/sandbox/api/control`;
  for (const key of ['', 'wrong', `${sandbox.controlKey}x`, sandbox.controlKey.slice(1)]) {
    for (const list of ['', '/transactions', '/refunds', '/callbacks', '/shipments', '/messages', '/faults']) {
      const answer = await fetch(`${control}${list}`, { headers: { 'x-sandbox-key': key } });
      expect([list, answer.status, await answer.text()]).toEqual([list, 401, expect.not.stringContaining(number)]);
    }
    for (const action of ['/reset', '/faults', '/clock', '/settings'])
      expect((await fetch(`${control}${action}?key=${key}`, { method: 'POST' })).status).toBe(401);
    const overview = await fetch(`${sandbox.baseUrl}/?key=${key}`);
    expect([overview.status, await overview.text()]).toEqual([401, expect.not.stringContaining(number)]);
  }
  expect(sandbox.control.transactions()).toHaveLength(1);
  const file = path.join(dir, 'control-key');
  expect([readFileSync(file, 'utf8').trim(), statSync(file).mode & 0o777]).toEqual([sandbox.controlKey, 0o600]);
  await sandbox.close();
  expect((await startSandbox({ dir })).controlKey).toBe(sandbox.controlKey);
});

test('a folder is one sandbox at a time: a second is refused while the first is open', async () => {
  const dir = await dirWithKeys();
  const first = await startSandbox({ dir });
  await expect(startSandbox({ dir })).rejects.toThrow(`belongs to process ${process.pid}`);
  await first.close();
  expect((await startSandbox({ dir })).merchant.mchid).toBe(first.merchant.mchid);
});

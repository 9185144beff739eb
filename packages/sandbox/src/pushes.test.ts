import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MessageCrypto, MiniProgramClient } from '@jishi/wechat';
import { expect, onTestFinished, test, vi } from 'vitest';
import { paidOrder } from './test/merchant.ts';
import { startSandbox } from './test/start.ts';

const soon = (check: () => void) => vi.waitFor(check, 10_000);
interface Pushed {
  query: Record<string, string>;
  body: string;
}
/** The shop's server: checks the address with the token, keeps what is pushed, answers with the statuses given. */
async function shopServer(token: () => string, ...statuses: number[]) {
  const pushed: Pushed[] = [];
  const server = createServer((request, response) => {
    const query = Object.fromEntries(new URL(request.url ?? '', 'http://shop').searchParams);
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      if (request.method === 'GET') {
        const parts = [token(), query.timestamp, query.nonce].sort().join('');
        const isRight = createHash('sha1').update(parts).digest('hex') === query.signature;
        return response.writeHead(isRight ? 200 : 401).end(query.echostr);
      }
      const status = statuses[Math.min(pushed.length, statuses.length - 1)] ?? 200;
      pushed.push({ query, body: Buffer.concat(pieces).toString('utf8') });
      response.writeHead(status).end('success');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { messageUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/message`, pushed };
}

async function given(settings: object = {}, ...statuses: number[]) {
  const sandbox = await startSandbox({ settings: { settlementDelayMs: 0 } });
  const { merchant, control } = sandbox;
  const { messageUrl, pushed } = await shopServer(() => merchant.messageToken, ...statuses);
  control.settings({ messageUrl, ...settings });
  const crypto = new MessageCrypto({
    token: merchant.messageToken,
    encodingAesKey: merchant.messageKey,
    appid: merchant.appid,
    allowsPlain: true,
  });
  return { sandbox, control, merchant, pushed, read: ({ query, body }: Pushed) => crypto.decrypt(query, body) };
}

test.each<[string, { messagePlain?: boolean; messageXml?: boolean }]>([
  ['encrypted JSON', {}],
  ['encrypted XML', { messageXml: true }],
  ['plain JSON', { messagePlain: true }],
  ['plain XML', { messagePlain: true, messageXml: true }],
])('an order is told when it is shipped and when it is settled, as %s', async (_, settings) => {
  const { sandbox, control, merchant, pushed, read } = await given(settings);
  expect(await control.checkMessageUrl()).toBe(true);
  const out_trade_no = await paidOrder(sandbox, 100);
  const { baseUrl, appid, appSecret, mchid } = merchant;
  await new MiniProgramClient({ baseUrl, appid, appSecret }).uploadShippingInfo({
    order_key: { order_number_type: 1, mchid, out_trade_no },
    logistics_type: 1,
    delivery_mode: 1,
    shipping_list: [{ tracking_no: 'YT1', express_company: 'YTO', item_desc: '咖啡' }],
    upload_time: '2026-01-01T10:00:00+08:00',
    payer: { openid: control.login().openid },
  });
  await soon(() => expect(pushed).toHaveLength(1));
  const fields = { MsgType: 'event', Event: 'trade_manage_order_settlement', merchant_trade_no: out_trade_no };
  const shipped = read(pushed[0]!);
  expect(shipped).toMatchObject({ ...fields, merchant_id: mchid });
  expect(Number(shipped.estimated_settlement_time) - Number(shipped.shipped_time)).toBe(10 * 86_400);
  expect('confirm_receive_method' in shipped).toBe(false);
  await fetch(`${baseUrl}/sandbox/api/confirm-receipt`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ out_trade_no }),
  });
  await soon(() => expect(pushed).toHaveLength(2));
  const settled = read(pushed[1]!);
  expect({ ...settled, confirm_receive_method: Number(settled.confirm_receive_method) }).toMatchObject({
    ...fields,
    confirm_receive_method: 1,
  });
  if (settings.messagePlain) expect(pushed[1]!.body).toContain(out_trade_no);
  else expect(pushed[1]!.body).not.toContain(out_trade_no);
  await soon(() => expect(control.pushes().map((one) => one.state)).toEqual(['accepted', 'accepted']));
});

test('two days after a payment without a parcel the merchant is reminded, once', async () => {
  const { sandbox, control, pushed, read } = await given();
  const number = await paidOrder(sandbox, 100);
  control.setClockSkewMs(47 * 3_600_000);
  expect(pushed).toEqual([]);
  control.setClockSkewMs(48 * 3_600_000 + 1_000);
  await soon(() => expect(pushed).toHaveLength(1));
  expect(read(pushed[0]!)).toMatchObject({ Event: 'trade_manage_remind_shipping', merchant_trade_no: number });
});

test('a push that is refused is tried three times; lost, doubled and forged ones are made to order', async () => {
  const { control, pushed } = await given({}, 500, 500, 200);
  expect(control.push('wxa_trade_controlled', { msg: '1' })?.state).toBe('pending');
  await soon(() => expect(control.pushes()[0]).toMatchObject({ state: 'accepted', statuses: [500, 500, 200] }));
  control.addFault({ target: 'push', action: 'drop' });
  control.push('a', {});
  await soon(() => expect(control.pushes()[1]?.state).toBe('lost'));
  control.addFault({ target: 'push', action: 'duplicate' });
  control.push('b', {});
  await soon(() => expect(control.pushes()[2]?.statuses).toEqual([200, 200]));
  control.addFault({ target: 'push', action: 'tamper' });
  control.push('c', {});
  await soon(() => expect(pushed.at(-1)?.query.msg_signature).toMatch(/^0+$/));
  control.settings({ messageUrl: '' });
  expect(control.push('d', {})).toBeNull();
});

test('a picture is checked, and what came of it is told under its trace_id, in JSON and XML', async () => {
  const { control, merchant, pushed, read } = await given();
  const { baseUrl, appid, appSecret } = merchant;
  const client = new MiniProgramClient({ baseUrl, appid, appSecret });
  const { openid, code } = control.login();
  await client.codeToSession(code);
  const check = (media_url: string) => client.checkMedia({ openid, scene: 2, media_type: 2, media_url });
  const told = async (number: number) => {
    await soon(() => expect(pushed).toHaveLength(number));
    return read(pushed[number - 1]!);
  };
  const good = await check(`${baseUrl}/sandbox/scan`);
  expect(await told(1)).toMatchObject({
    Event: 'wxa_media_check',
    trace_id: good,
    errcode: 0,
    result: { suggest: 'pass' },
  });
  control.settings({ messageXml: true });
  const bad = await check(`${baseUrl}/sandbox/scan?page=risky`);
  expect(await told(2)).toMatchObject({ trace_id: bad, errcode: '0', result: { suggest: 'risky', label: '20002' } });
  await check('http://127.0.0.1:9/gone.png');
  expect(await told(3)).toMatchObject({ errcode: '-1008' });
  await expect(check('gone.png')).rejects.toMatchObject({ errcode: 47001 });
});

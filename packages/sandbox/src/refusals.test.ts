import { describe, expect, test } from 'vitest';
import { dayOf } from './pay/time.ts';
import { callSigned, newNumber, paidOrder, prepayBody, type SignedCall } from './test/merchant.ts';
import { startSandbox } from './test/start.ts';

const JSAPI = '/v3/pay/transactions/jsapi';
const REFUNDS = '/v3/refund/domestic/refunds';

describe('who calls', () => {
  const stale = String(Math.floor(Date.now() / 1000) - 302);
  const ahead = String(Math.floor(Date.now() / 1000) + 330);
  test.each<[string, Omit<SignedCall, 'path'>, number, string]>([
    ['a wrong signature', { claim: { signature: Buffer.alloc(256, 7).toString('base64') } }, 401, 'SIGN_ERROR'],
    ['a signature that is no base64', { claim: { signature: '%%%' } }, 401, 'SIGN_ERROR'],
    ['another body than the signed one', { sent: '{"appid":"x"}' }, 401, 'SIGN_ERROR'],
    ['a clock 302 s behind', { claim: { timestamp: stale } }, 401, 'SIGN_ERROR'],
    ['a clock 330 s ahead', { claim: { timestamp: ahead } }, 401, 'SIGN_ERROR'],
    ['a timestamp that is no number', { claim: { timestamp: 'now' } }, 401, 'SIGN_ERROR'],
    ['another serial', { claim: { serial_no: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1' } }, 401, 'SIGN_ERROR'],
    ['another merchant', { claim: { mchid: '1900000001' } }, 401, 'SIGN_ERROR'],
    ['another scheme', { claim: { scheme: 'Bearer' } }, 401, 'SIGN_ERROR'],
    ['an unknown Wechatpay-Serial', { headers: { 'wechatpay-serial': 'PUB_KEY_ID_0' } }, 400, 'PARAM_ERROR'],
  ])('%s is refused unsigned and places nothing', async (_name, call, status, code) => {
    const sandbox = await startSandbox();
    const answer = await callSigned(sandbox, { path: JSAPI, body: prepayBody(sandbox), ...call });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers.get('request-id')).toMatch(/^08[0-9A-F]{32}-[1-9]\d{8}$/);
    expect(answer.headers.get('wechatpay-signature')).toBeNull();
    expect(sandbox.control.transactions()).toEqual([]);
  });

  test('a call without Authorization is refused', async () => {
    const sandbox = await startSandbox();
    const answer = await fetch(`${sandbox.baseUrl}/v3/certificates`);
    const { code } = (await answer.json()) as { code: string };
    expect([answer.status, code]).toEqual([401, 'SIGN_ERROR']);
  });

  test('a skewed clock of WeChat refuses what was right', async () => {
    const sandbox = await startSandbox();
    sandbox.control.setClockSkewMs(400_000);
    const answer = await callSigned(sandbox, { path: JSAPI, body: prepayBody(sandbox) });
    expect([answer.status, answer.body.code]).toEqual([401, 'SIGN_ERROR']);
    expect(answer.body.message).toContain('不得超过5分钟');
  });
});

describe('prepay', () => {
  test.each<[string, Record<string, unknown>, number, string]>([
    ['an amount of 0', { amount: { total: 0 } }, 400, 'PARAM_ERROR'],
    ['a negative amount', { amount: { total: -1 } }, 400, 'PARAM_ERROR'],
    ['half a fen', { amount: { total: 1.5 } }, 400, 'PARAM_ERROR'],
    ['an amount as text', { amount: { total: '100' } }, 400, 'PARAM_ERROR'],
    ['no amount', { amount: undefined }, 400, 'PARAM_ERROR'],
    ['dollars', { amount: { total: 100, currency: 'USD' } }, 400, 'PARAM_ERROR'],
    ['a number of 5', { out_trade_no: 'A1234' }, 400, 'PARAM_ERROR'],
    ['a number of 33', { out_trade_no: 'A'.repeat(33) }, 400, 'PARAM_ERROR'],
    ['a number with a slash', { out_trade_no: 'ORDER/2024' }, 400, 'PARAM_ERROR'],
    ['a number that is a number', { out_trade_no: 12345678 }, 400, 'PARAM_ERROR'],
    ['a description of 129 bytes', { description: '长'.repeat(43) }, 400, 'PARAM_ERROR'],
    ['an empty attach', { attach: '' }, 400, 'PARAM_ERROR'],
    ['an empty description', { description: '' }, 400, 'PARAM_ERROR'],
    ['an attach of 129', { attach: 'x'.repeat(129) }, 400, 'PARAM_ERROR'],
    ['a notify_url of another scheme', { notify_url: 'ftp://shop.example.com/notify' }, 400, 'PARAM_ERROR'],
    ['a notify_url with a user', { notify_url: 'https://me@shop.example.com/n' }, 400, 'PARAM_ERROR'],
    ['a notify_url with a query', { notify_url: 'https://shop.example.com/n?a=1' }, 400, 'PARAM_ERROR'],
    ['a notify_url of 257', { notify_url: `https://shop.example.com/${'n'.repeat(232)}` }, 400, 'PARAM_ERROR'],
    ['a shop without a number', { scene_info: { payer_client_ip: '203.0.113.9', store_info: {} } }, 400, 'PARAM_ERROR'],
    ['an unknown way of paying', { limit_pay: ['no_money'] }, 400, 'PARAM_ERROR'],
    ['no payer', { payer: undefined }, 400, 'PARAM_ERROR'],
    ['an empty openid', { payer: { openid: '' } }, 400, 'PARAM_ERROR'],
    ['a time_expire that is no time', { time_expire: 'tomorrow' }, 400, 'PARAM_ERROR'],
    ['a time_expire in the past', { time_expire: '2020-01-01T00:00:00+08:00' }, 400, 'PARAM_ERROR'],
    ['another appid', { appid: 'wx0000000000000000' }, 400, 'APPID_MCHID_NOT_MATCH'],
    ['another mchid', { mchid: '1900000001' }, 400, 'PARAM_ERROR'],
  ])('%s is refused and places nothing', async (_name, change, status, code) => {
    const sandbox = await startSandbox();
    const answer = await callSigned(sandbox, { path: JSAPI, body: prepayBody(sandbox, change) });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(sandbox.control.transactions()).toEqual([]);
  });

  test('the longest allowed values pass', async () => {
    const sandbox = await startSandbox();
    const change = {
      out_trade_no: 'a-Z_|*'.padEnd(32, '0'),
      description: `${'长'.repeat(42)}x`,
      attach: 'x'.repeat(128),
      notify_url: `http://shop.example.com/${'n'.repeat(232)}`,
      limit_pay: ['no_balance', 'no_credit'],
      scene_info: { payer_client_ip: '203.0.113.9', store_info: { id: '0001', name: '腾大店', area_code: '440305' } },
    };
    const answer = await callSigned(sandbox, { path: JSAPI, body: prepayBody(sandbox, change) });
    expect(answer.status).toBe(200);
  });

  test('H5 needs the scene, and its address lives five minutes', async () => {
    let ms = Date.now();
    const sandbox = await startSandbox({ clock: () => ms });
    const path = '/v3/pay/transactions/h5';
    const bare = prepayBody(sandbox, { payer: undefined });
    expect((await callSigned(sandbox, { path, body: bare })).body.code).toBe('PARAM_ERROR');
    const scene_info = { payer_client_ip: '203.0.113.9', h5_info: { type: 'Wap' } };
    const placed = await callSigned(sandbox, { path, body: { ...bare, scene_info } });
    const prepayId = new URL(placed.body.h5_url).searchParams.get('prepay_id') ?? '';
    ms += 5 * 60_000 + 1;
    expect((await fetch(placed.body.h5_url)).status).toBe(400);
    expect(() => sandbox.control.pay({ prepay_id: prepayId })).toThrow('支付请求已失效');
    expect(sandbox.control.transactions()[0]?.state).toBe('NOTPAY');
  });

  test('H5 takes what a phone’s app says of itself; a payer on this machine is refused where that rule is on', async () => {
    const sandbox = await startSandbox();
    const place = (payer_client_ip: string) => {
      const h5_info = { type: 'iOS', app_name: '集市', bundle_id: 'com.example.jishi', package_name: 'com.example' };
      const body = prepayBody(sandbox, { payer: undefined, scene_info: { payer_client_ip, h5_info } });
      return callSigned(sandbox, { path: '/v3/pay/transactions/h5', body });
    };
    expect((await place('127.0.0.1')).status).toBe(200);
    sandbox.control.settings({ refuseLoopbackPayer: true });
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
      expect((await place(address)).body.code).toBe('PARAM_ERROR');
    expect((await place('203.0.113.9')).status).toBe(200);
  });

  test('the same number: same parameters a fresh prepay_id, others INVALID_REQUEST, paid ORDER_PAID', async () => {
    const sandbox = await startSandbox();
    const body = prepayBody(sandbox);
    const call = (change = {}) => callSigned(sandbox, { path: JSAPI, body: { ...body, ...change } });
    const first = await call();
    const again = await call();
    expect(again.body.prepay_id).toMatch(/^wx/);
    expect(again.body.prepay_id).not.toBe(first.body.prepay_id);
    for (const change of [
      { amount: { total: 12_901, currency: 'CNY' } },
      { description: '手冲咖啡' },
      { time_expire: '2099-01-01T00:00:00+08:00' },
    ]) {
      const other = await call(change);
      expect([other.status, other.body]).toEqual([
        400,
        { code: 'INVALID_REQUEST', message: '请求重入时，参数与首次请求时不一致' },
      ]);
      expect(other.headers.get('request-id')).toMatch(/-268498688$/);
    }
    expect(sandbox.control.transactions()).toHaveLength(1);
    sandbox.control.pay({ prepay_id: first.body.prepay_id });
    expect((await call()).body.code).toBe('ORDER_PAID');
    const close = await callSigned(sandbox, {
      path: `/v3/pay/transactions/out-trade-no/${body.out_trade_no}/close`,
      body: { mchid: sandbox.merchant.mchid },
    });
    expect([close.status, close.body.code]).toEqual([400, 'ORDER_PAID']);
    expect(sandbox.control.transactions()[0]?.state).toBe('SUCCESS');
  });

  test('closing a number that was never placed is a 204, and the number is dead', async () => {
    const sandbox = await startSandbox();
    const body = prepayBody(sandbox);
    const { mchid } = sandbox.merchant;
    const path = `/v3/pay/transactions/out-trade-no/${body.out_trade_no}`;
    for (let i = 0; i < 2; i++) {
      const closed = await callSigned(sandbox, { path: `${path}/close`, body: { mchid } });
      expect(closed.status).toBe(204);
    }
    expect((await callSigned(sandbox, { path: JSAPI, body })).body.code).toBe('ORDER_CLOSED');
    expect((await callSigned(sandbox, { path: `${path}?mchid=${mchid}` })).body.code).toBe('ORDER_NOT_EXIST');
    expect(sandbox.control.transactions()).toEqual([]);
  });

  test('a new native code ends the one before it', async () => {
    const sandbox = await startSandbox();
    const body = prepayBody(sandbox, { payer: undefined });
    const place = async () => {
      const { body: answer } = await callSigned(sandbox, { path: '/v3/pay/transactions/native', body });
      return new URL(answer.code_url).searchParams.get('prepay_id') ?? '';
    };
    const [first, second] = [await place(), await place()];
    expect(() => sandbox.control.pay({ prepay_id: first })).toThrow('支付请求已失效');
    expect(sandbox.control.pay({ prepay_id: second }).result).toBe('ok');
  });

  test('an unknown order is ORDER_NOT_EXIST, a query without mchid PARAM_ERROR', async () => {
    const sandbox = await startSandbox();
    const path = '/v3/pay/transactions/out-trade-no/UNKNOWN1';
    const unknown = await callSigned(sandbox, { path: `${path}?mchid=${sandbox.merchant.mchid}` });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'ORDER_NOT_EXIST']);
    expect((await callSigned(sandbox, { path })).body.code).toBe('PARAM_ERROR');
  });
});

describe('what the refusals say', () => {
  const refusal = async (change: Record<string, unknown>) => {
    const sandbox = await startSandbox();
    const answer = await callSigned(sandbox, { path: JSAPI, body: prepayBody(sandbox, change) });
    expect(sandbox.control.transactions()).toEqual([]);
    return { status: answer.status, ...answer.body, number: answer.headers.get('request-id')?.split('-').at(-1) };
  };

  test('fields that no document names are refused with their paths', async () => {
    const detail = [{ merchant_goods_id: 'A', quantity: 1, unit_price: 1, colour: '红' }];
    expect(await refusal({ colour: '红', amount: { total: 1, tax: 0 }, detail: { goods_detail: detail } })).toEqual({
      status: 400,
      code: 'PARAM_ERROR',
      message: '请求中含有未在API文档中定义的参数',
      detail: { location: null, value: ['/body/amount/tax', '/body/colour', '/body/detail/goods_detail/0/colour'] },
      number: '270924358',
    });
  });

  test.each<[Record<string, unknown>, string, unknown]>([
    [
      { amount: { total: 0.01 } },
      '无法将 JSON 输入源“/body/amount/total”映射到目标字段“总金额”中，此字段需要一个合法的 64 位有符号整数',
      0.01,
    ],
    [
      { payer: ['o1'] },
      '无法将 JSON 输入源“/body/payer”映射到目标字段“支付者”中，此字段需要一个合法的 Json 对象',
      ['o1'],
    ],
    [
      { out_trade_no: 'T'.repeat(36) },
      '输入源“/body/out_trade_no”映射到值字段“商户订单号”字符串规则校验失败，字节数 36，大于最大值 32',
      36,
    ],
    [
      { payer: { openid: '' } },
      '输入源“/body/payer/openid”映射到值字段“用户标识”字符串规则校验失败，字节数 0，小于最小值 1',
      0,
    ],
  ])('%j', async (change, message, value) => {
    expect(await refusal(change)).toMatchObject({ status: 400, message, detail: { location: 'body', value } });
  });

  test('a signed answer ends its Request-Id with 0', async () => {
    const sandbox = await startSandbox();
    const answer = await callSigned(sandbox, { path: '/v3/certificates' });
    expect(answer.headers.get('request-id')).toMatch(/-0$/);
  });

  test('a merchant without certificates gets 404 RESOURCE_NOT_EXISTS', async () => {
    const sandbox = await startSandbox({ settings: { publicKeyModeOnly: true } });
    const answer = await callSigned(sandbox, { path: '/v3/certificates' });
    expect([answer.status, answer.body.code]).toEqual([404, 'RESOURCE_NOT_EXISTS']);
    expect(sandbox.control.calls()).toEqual({ 'GET /v3/certificates': 1 });
  });
});

describe('refund', () => {
  const amount = (refund: number, total: number) => ({ refund, total, currency: 'CNY' });

  test('Σ refunds never exceed what was paid; a repeat is the same refund', async () => {
    const sandbox = await startSandbox();
    const out_trade_no = await paidOrder(sandbox, 100);
    const refund = (out_refund_no: string, fen: number, total = 100) =>
      callSigned(sandbox, { path: REFUNDS, body: { out_trade_no, out_refund_no, amount: amount(fen, total) } });
    const first = await refund('R-1', 60);
    expect(first.status).toBe(200);
    expect((await refund('R-1', 60)).body.refund_id).toBe(first.body.refund_id);
    expect((await refund('R-1', 59)).body.code).toBe('INVALID_REQUEST');
    expect((await refund('R-2', 41)).body.code).toBe('INVALID_REQUEST');
    expect((await refund('R-2', 40, 101)).body.code).toBe('INVALID_REQUEST');
    expect((await refund('R-2', 40)).status).toBe(200);
    expect((await refund('R-3', 1)).body.message).toBe('订单已全额退款');
    expect(sandbox.control.refunds().map((one) => one.refundFen)).toEqual([60, 40]);
  });

  test('50 parts, not 51; a minute apart where that rule is on', async () => {
    const sandbox = await startSandbox();
    const out_trade_no = await paidOrder(sandbox, 100);
    const refund = (number: number) =>
      callSigned(sandbox, {
        path: REFUNDS,
        body: { out_trade_no, out_refund_no: `R${number}`, amount: amount(1, 100) },
      });
    expect((await refund(1)).status).toBe(200);
    sandbox.control.settings({ refundMinuteApart: true });
    expect((await refund(2)).body.code).toBe('FREQUENCY_LIMITED');
    sandbox.control.settings({ refundMinuteApart: false });
    for (let number = 2; number <= 50; number += 1) expect((await refund(number)).status).toBe(200);
    expect((await refund(51)).body.code).toBe('INVALID_REQUEST');
    expect(sandbox.control.refunds()).toHaveLength(50);
  });

  test.each<[string, Record<string, unknown>, number, string]>([
    ['no order', { out_trade_no: undefined }, 400, 'PARAM_ERROR'],
    ['an unknown order', { out_trade_no: 'UNKNOWN1' }, 404, 'RESOURCE_NOT_EXISTS'],
    ['a refund of 0', { amount: amount(0, 100) }, 400, 'PARAM_ERROR'],
    ['a refund number of 65', { out_refund_no: 'R'.repeat(65) }, 400, 'PARAM_ERROR'],
    ['a reason of 81', { reason: '因'.repeat(81) }, 400, 'PARAM_ERROR'],
    ['an empty reason', { reason: '' }, 400, 'PARAM_ERROR'],
    ['money that is not settled', { funds_account: 'UNSETTLED' }, 400, 'PARAM_ERROR'],
    ['a field that no document names', { refund_desc: '不想要了' }, 400, 'PARAM_ERROR'],
    ['goods without a price', { goods_detail: [{ merchant_goods_id: 'A' }] }, 400, 'PARAM_ERROR'],
    ['no currency', { amount: { refund: 1, total: 100 } }, 400, 'PARAM_ERROR'],
  ])('%s is refused and gives nothing back', async (_name, change, status, code) => {
    const sandbox = await startSandbox();
    const out_trade_no = await paidOrder(sandbox, 100);
    const body = { out_trade_no, out_refund_no: newNumber('R'), amount: amount(1, 100), ...change };
    const answer = await callSigned(sandbox, { path: REFUNDS, body });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(sandbox.control.refunds()).toEqual([]);
  });

  test('an unpaid order gives nothing back; an empty purse is NOT_ENOUGH; an unknown refund RESOURCE_NOT_EXISTS', async () => {
    const sandbox = await startSandbox();
    const body = prepayBody(sandbox);
    await callSigned(sandbox, { path: JSAPI, body });
    const ask = { out_trade_no: body.out_trade_no, out_refund_no: 'R-1', amount: amount(1, 12_900) };
    expect((await callSigned(sandbox, { path: REFUNDS, body: ask })).body.code).toBe('RESOURCE_NOT_EXISTS');
    sandbox.control.pay({ out_trade_no: body.out_trade_no });
    sandbox.control.addFault({ target: 'refund', action: 'not-enough' });
    expect((await callSigned(sandbox, { path: REFUNDS, body: ask })).body.code).toBe('NOT_ENOUGH');
    expect((await callSigned(sandbox, { path: `${REFUNDS}/R-1` })).body.code).toBe('RESOURCE_NOT_EXISTS');
    expect((await callSigned(sandbox, { path: REFUNDS, body: ask })).status).toBe(200);
  });
});

test('bills: a day without trade is NO_STATEMENT_EXIST, a wrong day PARAM_ERROR, today only where it is allowed', async () => {
  const sandbox = await startSandbox();
  const bill = (query: string) => callSigned(sandbox, { path: `/v3/bill/tradebill?${query}` });
  const today = dayOf(Date.now());
  expect((await bill(`bill_date=${today}`)).body.code).toBe('NO_STATEMENT_EXIST');
  await paidOrder(sandbox, 100);
  expect((await bill(`bill_date=${today}`)).status).toBe(200);
  expect((await bill(`bill_date=${today}&bill_type=REFUND`)).body.code).toBe('NO_STATEMENT_EXIST');
  expect((await bill('bill_date=2024-02-30')).body.code).toBe('PARAM_ERROR');
  expect((await bill('bill_date=2020-02-20')).body.code).toBe('INVALID_REQUEST');
  sandbox.control.settings({ billNextDayOnly: true });
  expect((await bill(`bill_date=${today}`)).body.code).toBe('NO_STATEMENT_EXIST');
});

test('a body that is no JSON, no object or too large is PARAM_ERROR', async () => {
  const sandbox = await startSandbox();
  expect((await callSigned(sandbox, { path: JSAPI, body: [1] })).body.code).toBe('PARAM_ERROR');
  const big = await callSigned(sandbox, { path: JSAPI, body: prepayBody(sandbox, { attach: 'x'.repeat(2_000_000) }) });
  expect([big.status, big.body.code]).toEqual([413, 'PARAM_ERROR']);
  expect(sandbox.control.transactions()).toEqual([]);
});

import { MiniProgramClient, PayClient, WechatPayError, WechatSignatureError } from '@jishi/wechat';
import { expect, test, vi } from 'vitest';
import type { Sandbox } from './sandbox.ts';
import { prepayBody } from './test/merchant.ts';
import { listenForCallbacks, post, startSandbox } from './test/start.ts';

type Mode = 'certificate' | 'public-key';

function payClientOf({ merchant }: Sandbox, mode: Mode): PayClient {
  const { baseUrl, mchid, appid, serialNo, privateKey, apiV3Key, publicKeyId, publicKey } = merchant;
  const verifier = mode === 'certificate' ? { mode } : { mode, publicKeyId, publicKey };
  return new PayClient({ baseUrl, mchid, appid, serialNo, privateKey, apiV3Key, verifier });
}

test.each<Mode>(['certificate', 'public-key'])(
  'PayClient sells, refunds, balances and reads call-backs in %s mode',
  async (mode) => {
    const sandbox = await startSandbox();
    const { url, received } = await listenForCallbacks(200);
    const client = payClientOf(sandbox, mode);
    const body = prepayBody(sandbox, { notify_url: url });
    const { prepay_id } = await client.prepayJsapi(body);
    expect((await client.queryByOutTradeNo(body.out_trade_no)).trade_state).toBe('NOTPAY');
    expect(sandbox.control.pay(client.jsapiPayParams(prepay_id)).result).toBe('ok');
    expect(await client.queryByOutTradeNo(body.out_trade_no)).toMatchObject({
      trade_state: 'SUCCESS',
      amount: { total: 12_900 },
    });
    const amount = { refund: 2_900, total: 12_900, currency: 'CNY' as const };
    await client.refund({ out_trade_no: body.out_trade_no, out_refund_no: 'R-1', amount, notify_url: url });
    await vi.waitFor(async () => expect((await client.queryRefund('R-1')).status).toBe('SUCCESS'));
    await vi.waitFor(() => expect(received).toHaveLength(2));
    const told = await Promise.all(received.map((one) => client.parseNotification(one.headers, one.body)));
    expect(told.map((one) => one.eventType)).toEqual(['TRANSACTION.SUCCESS', 'REFUND.SUCCESS']);
    const billDate = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const bill = await client.tradeBill({ billDate, billType: 'ALL' });
    expect(bill.rows).toHaveLength(2);
  },
);

test('PayClient refuses an answer and a call-back with a wrong signature, and names WeChat’s code of a refusal', async () => {
  const sandbox = await startSandbox();
  const { url, received } = await listenForCallbacks(401, 401, 200);
  const client = payClientOf(sandbox, 'public-key');
  const body = prepayBody(sandbox, { notify_url: url });
  sandbox.control.addFault({ target: 'interface', action: 'tamper', path: '/v3/pay/transactions/jsapi' });
  await expect(client.prepayJsapi(body)).rejects.toBeInstanceOf(WechatSignatureError);
  await client.prepayJsapi(body);
  const other = client.prepayJsapi({ ...body, amount: { total: 1, currency: 'CNY' } });
  await expect(other).rejects.toMatchObject({ code: 'OUT_TRADE_NO_USED', status: 403 });
  await expect(other).rejects.toBeInstanceOf(WechatPayError);
  sandbox.control.addFault({ target: 'callback', action: 'tamper' });
  sandbox.control.addFault({ target: 'callback', action: 'probe' });
  sandbox.control.pay({ out_trade_no: body.out_trade_no });
  await vi.waitFor(() => expect(received).toHaveLength(3));
  const read = async (index: number) => client.parseNotification(received[index]!.headers, received[index]!.body);
  await expect(read(0)).rejects.toBeInstanceOf(WechatSignatureError);
  await expect(read(1)).rejects.toBeInstanceOf(WechatSignatureError);
  expect((await read(2)).eventType).toBe('TRANSACTION.SUCCESS');
});

test('MiniProgramClient logs in, reads a phone number, draws a code and sends one message', async () => {
  const sandbox = await startSandbox();
  const { baseUrl, appid, appSecret } = sandbox.merchant;
  const client = new MiniProgramClient({ baseUrl, appid, appSecret });
  const { code, openid } = sandbox.control.login('唐果果');
  expect((await client.codeToSession(code)).openid).toBe(openid);
  const phone = await post(`${baseUrl}/sandbox/api/phone-code`, { openid });
  expect(JSON.stringify(await client.phoneNumber(String(phone.body.code)))).toContain('19900000006');
  expect(
    (await client.unlimitedCode({ scene: 'g=1', page: 'pages/home/index' })).subarray(1, 4).toString('latin1'),
  ).toBe('PNG');
  await expect(client.codeToSession(code)).rejects.toMatchObject({ errcode: 40163 });
});

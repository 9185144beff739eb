import { describe, expect, test, vi } from 'vitest';
import { callSigned, newNumber, sealed, withKey } from './test/merchant.ts';
import { dirWithKeys, listenForCallbacks, post, startSandbox } from './test/start.ts';

const ROOT = '/v3/fund-app/mch-transfer/transfer-bills';
const DAY_MS = 86_400_000;
const COMMISSION = [
  { info_type: '岗位类型', info_content: '分销员' },
  { info_type: '报酬说明', info_content: '七月佣金' },
];

async function given(options: Parameters<typeof startSandbox>[0] = {}) {
  const sandbox = await startSandbox({ ...options, settings: { transferDelayMs: 0, ...options.settings } });
  const { url, received } = await listenForCallbacks(200);
  sandbox.control.deposit(100_000);
  const body = {
    appid: sandbox.merchant.appid,
    out_bill_no: newNumber('W'),
    transfer_scene_id: '1005',
    openid: sandbox.control.login('周子墨').openid,
    transfer_amount: 8_800,
    transfer_remark: '七月佣金',
    notify_url: url,
    transfer_scene_report_infos: COMMISSION,
  };
  const create = (change: Record<string, unknown> = {}) =>
    callSigned(sandbox, { path: ROOT, body: { ...body, ...change }, ...withKey(sandbox) });
  const query = async (number = body.out_bill_no) =>
    (await callSigned(sandbox, { path: `${ROOT}/out-bill-no/${number}` })).body;
  const cancel = () => callSigned(sandbox, { method: 'POST', path: `${ROOT}/out-bill-no/${body.out_bill_no}/cancel` });
  const availableFen = () => sandbox.control.balance().availableFen;
  return { sandbox, received, body, create, query, cancel, availableFen };
}

describe('a transfer', () => {
  test('waits for the receiver, is taken on their page, arrives, and is told; its money leaves at once', async () => {
    const { sandbox, received, body, create, query, availableFen } = await given();
    const { body: taken } = await create();
    expect(taken).toMatchObject({ out_bill_no: body.out_bill_no, state: 'WAIT_USER_CONFIRM' });
    expect(availableFen()).toBe(91_200);
    const { merchant, baseUrl } = sandbox;
    const callUp = { mchId: merchant.mchid, appId: merchant.appid, package: taken.package_info };
    const page = await (await fetch(`${baseUrl}/sandbox/transfer?${new URLSearchParams(callUp)}`)).text();
    for (const shown of ['88.00', '周子墨', '七月佣金', '劳务报酬']) expect(page).toContain(shown);
    const left = await post(`${baseUrl}/sandbox/api/transfer`, { ...callUp, outcome: 'cancel' });
    expect([left.body.result, (await query()).state]).toEqual(['cancel', 'WAIT_USER_CONFIRM']);
    const confirmed = await post(`${baseUrl}/sandbox/api/transfer`, callUp);
    expect(confirmed.body).toMatchObject({ result: 'ok', errMsg: 'requestMerchantTransfer:ok' });
    await vi.waitFor(async () => expect((await query()).state).toBe('SUCCESS'));
    await vi.waitFor(() => expect(received).toHaveLength(1));
    expect(JSON.parse(received[0]!.body)).toMatchObject({
      event_type: 'MCHTRANSFER.BILL.FINISHED',
      resource: { original_type: 'mch_payment' },
    });
    expect(sandbox.control.callbacks()[0]?.resource).toMatchObject({
      mchid: merchant.mchid,
      out_bill_no: body.out_bill_no,
      state: 'SUCCESS',
      transfer_amount: 8_800,
    });
    const byBillNo = await callSigned(sandbox, { path: `${ROOT}/transfer-bill-no/${taken.transfer_bill_no}` });
    expect(byBillNo.body).toEqual(await query());
    expect((await post(`${baseUrl}/sandbox/api/transfer`, callUp)).status).toBe(400);
    expect(availableFen()).toBe(91_200);
  });

  test('under the same number is the same; with anything changed it is refused', async () => {
    const { sandbox, create, availableFen } = await given();
    const named = () => create({ user_name: sealed(sandbox, '周子墨') });
    const first = await named();
    expect((await named()).body.package_info).toBe(first.body.package_info);
    expect((await create()).body).toMatchObject({ code: 'INVALID_REQUEST', message: expect.stringContaining('查单') });
    expect(availableFen()).toBe(91_200);
  });

  test('is taken back until somebody confirms; its money comes back', async () => {
    const { sandbox, received, create, query, cancel, availableFen } = await given();
    const { body: taken } = await create();
    expect((await cancel()).body.state).toBe('CANCELING');
    await vi.waitFor(async () => expect((await query()).state).toBe('CANCELLED'));
    expect((await query()).fail_reason).toBe('MCH_CANCEL');
    expect((await cancel()).body.state).toBe('CANCELLED');
    expect(() => sandbox.control.takeTransfer({ package: taken.package_info })).toThrow('不能确认收款');
    await vi.waitFor(() => expect(received).toHaveLength(1));
    expect(availableFen()).toBe(100_000);
  });

  test('that was confirmed cannot be taken back', async () => {
    const { sandbox, create, query, cancel } = await given({ settings: { transferDelayMs: 60_000 } });
    sandbox.control.takeTransfer({ package: (await create()).body.package_info });
    expect((await query()).state).toBe('TRANSFERING');
    expect((await cancel()).body.code).toBe('INVALID_REQUEST');
  });

  test('that nobody confirms within a day fails, also across a restart; its money comes back', async () => {
    const dir = await dirWithKeys();
    const first = await given({ dir });
    await first.create();
    const { out_bill_no } = first.body;
    await first.sandbox.close();
    const sandbox = await startSandbox({ dir, clock: () => Date.now() + DAY_MS });
    await vi.waitFor(() =>
      expect(sandbox.control.transfers()[0]).toMatchObject({ state: 'FAIL', failReason: 'OVERDUE_CLOSE' }),
    );
    expect(sandbox.control.transfers()[0]?.outBillNo).toBe(out_bill_no);
    expect(sandbox.control.balance().availableFen).toBe(100_000);
  });

  test('may be only accepted at first, or fail after it was confirmed', async () => {
    const { sandbox, body, create, query, availableFen } = await given();
    sandbox.control.addFault({ target: 'transfer', action: 'accepted' });
    const slow = await create();
    expect([slow.body.state, slow.body.package_info]).toEqual(['ACCEPTED', undefined]);
    await vi.waitFor(async () => expect((await query()).state).toBe('WAIT_USER_CONFIRM'));
    expect((await create()).body.package_info).toBeTruthy();
    sandbox.control.addFault({ target: 'transfer', action: 'fail', reason: 'PAYEE_ACCOUNT_ABNORMAL' });
    const second = { out_bill_no: `${body.out_bill_no}B` };
    sandbox.control.takeTransfer({ package: (await create(second)).body.package_info });
    await vi.waitFor(async () =>
      expect(await query(second.out_bill_no)).toMatchObject({ state: 'FAIL', fail_reason: 'PAYEE_ACCOUNT_ABNORMAL' }),
    );
    expect(availableFen()).toBe(91_200);
  });

  test('to somebody of another name fails once it is confirmed', async () => {
    const { sandbox, create, query } = await given();
    const { body: taken } = await create({ user_name: sealed(sandbox, '张三') });
    sandbox.control.takeTransfer({ package: taken.package_info });
    await vi.waitFor(async () => expect((await query()).fail_reason).toBe('NAME_NOT_CORRECT'));
  });

  test.each<[string, Record<string, unknown>, number, string]>([
    ['an infos set of another scene', { transfer_scene_id: '1000' }, 400, 'PARAM_ERROR'],
    ['half of the infos', { transfer_scene_report_infos: COMMISSION.slice(1) }, 400, 'PARAM_ERROR'],
    ['one info twice', { transfer_scene_report_infos: [COMMISSION[0], COMMISSION[0]] }, 400, 'PARAM_ERROR'],
    ['a scene that was not applied for', { transfer_scene_id: '1010' }, 403, 'NO_AUTH'],
    ['a perception of another scene', { user_recv_perception: '现金奖励' }, 400, 'INVALID_REQUEST'],
    ['9 fen', { transfer_amount: 9 }, 400, 'INVALID_REQUEST'],
    ['more than the limit', { transfer_amount: 200_001, user_name: 'x' }, 400, 'PARAM_ERROR'],
    ['¥2000 without a name', { transfer_amount: 200_000 }, 400, 'PARAM_ERROR'],
    [
      'a red packet of ¥200.01',
      { transfer_amount: 20_001, user_recv_style: { type: 'RED_PACKET' } },
      400,
      'INVALID_REQUEST',
    ],
    ['more than there is', { transfer_amount: 100_001 }, 403, 'NOT_ENOUGH'],
    ['a number with a dash', { out_bill_no: 'W-1' }, 400, 'PARAM_ERROR'],
    ['a remark of 33', { transfer_remark: '谢'.repeat(33) }, 400, 'PARAM_ERROR'],
    ['a stranger', { openid: 'o-stranger' }, 400, 'PARAM_ERROR'],
    ['an unencrypted name', { user_name: '周子墨' }, 400, 'PARAM_ERROR'],
    ['another appid', { appid: 'wx0000000000000000' }, 400, 'APPID_MCHID_NOT_MATCH'],
    ['an unknown field', { amount: 1 }, 400, 'PARAM_ERROR'],
  ])('with %s is refused and moves nothing', async (_name, change, status, code) => {
    const { sandbox, create, availableFen } = await given();
    const answer = await create(change);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect([availableFen(), sandbox.control.transfers()]).toEqual([100_000, []]);
  });

  test('that is unknown is NOT_FOUND', async () => {
    const { sandbox, query, cancel } = await given();
    expect((await query('W0')).code).toBe('NOT_FOUND');
    expect((await cancel()).status).toBe(404);
    expect((await fetch(`${sandbox.baseUrl}/sandbox/transfer?package=x`)).status).toBe(404);
  });
});

test('the overview shows the balance, and takes deposits from who has the key', async () => {
  const { sandbox } = await given();
  expect(await (await fetch(sandbox.overviewUrl)).text()).toContain('可用 ¥1000.00');
  const pay = (key: string, yuan: string) =>
    fetch(`${sandbox.baseUrl}/sandbox/deposit?key=${key}`, {
      method: 'POST',
      body: new URLSearchParams({ yuan }),
      redirect: 'manual',
    });
  expect((await pay('wrong', '1')).status).toBe(401);
  expect((await pay(sandbox.controlKey, '-1')).status).toBe(400);
  expect((await pay(sandbox.controlKey, '12.50')).status).toBe(303);
  expect(sandbox.control.balance().basicFen).toBe(101_250);
});

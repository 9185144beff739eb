import { beforeAll, expect, test } from 'vitest';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import { deliver, signed } from '../../../test/notice.ts';

let app: StartedApp;
beforeAll(async () => {
  app = await startAppForFile();
});

const CERTIFICATES = 'GET /v3/certificates';
const callsOf = (name: string) => app.sandbox.control.calls()[name] ?? 0;

/** Call-backs with a right time and form, each under a serial that nobody has. */
const forge = (count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, i) =>
      deliver(app, signed(app, '{}', { serial: `7F${String(i).padStart(38, '0')}` })),
    ),
  );

async function useCertificates(): Promise<void> {
  const { baseUrl, mchid, appid, appSecret, serialNo, privateKey, apiV3Key } = app.sandbox.merchant;
  const owner = await app.given.owner();
  const connection = { payBaseUrl: baseUrl, apiBaseUrl: baseUrl, notifyBaseUrl: app.address };
  const merchant = { mchid, appid, appSecret, serialNo, privateKey, apiV3Key };
  expect((await owner.send('PUT', '/admin/wechat', { ...connection, ...merchant })).status).toBe(200);
}

test('in public-key mode forged call-backs cause no call to WeChat at all', async () => {
  const before = app.sandbox.control.calls();
  for (const answer of await forge(40)) expect(answer).toEqual({ status: 401, code: 'NOTIFY_FORGED' });
  expect(app.sandbox.control.calls()).toEqual(before);
});

test.each([
  ['has certificates', {}, 1],
  ['has none', { publicKeyModeOnly: true }, 1],
])(
  'in certificate mode, where the merchant %s, forged call-backs cause one download at most',
  async (_, setting, most) => {
    app.sandbox.control.settings({ publicKeyModeOnly: false });
    await useCertificates();
    app.sandbox.control.settings({ publicKeyModeOnly: false, ...setting });
    const before = callsOf(CERTIFICATES);
    for (const answer of [...(await forge(40)), ...(await forge(40))])
      expect(answer).toEqual({ status: 401, code: 'NOTIFY_FORGED' });
    expect(callsOf(CERTIFICATES) - before).toBeLessThanOrEqual(most);
  },
);

test('while WeChat is down, forged call-backs are refused all the same, and it is asked once, with its repetitions', async () => {
  app.sandbox.control.settings({ publicKeyModeOnly: false });
  await useCertificates();
  app.sandbox.control.addFault({ target: 'interface', path: '/v3/certificates', action: 'error', times: 99 });
  const before = callsOf(CERTIFICATES);
  for (const answer of [...(await forge(20)), ...(await forge(20))])
    expect(answer).toEqual({ status: 401, code: 'NOTIFY_FORGED' });
  // How many tries one call has, depends on how slow the machine is; a second call would begin with a fourth one.
  const asked = callsOf(CERTIFICATES) - before;
  expect([1, 2, 3]).toContain(asked);
  app.sandbox.control.clearFaults();
});

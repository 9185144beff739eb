import { expect, test } from 'vitest';
import { acsAuthorization, acsDigest } from './acs3.ts';
import { type SmsError, smsOf } from './sms.ts';
import { tcAuthorization } from './tc3.ts';

test('Alibaba Cloud’s own example of signature V3 comes out the same', () => {
  const host = 'ecs.cn-shanghai.aliyuncs.com';
  const signed = acsAuthorization(
    {
      ...{ method: 'POST' as const, host, path: '/', body: '' },
      query: {
        ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd',
        RegionId: 'cn-shanghai',
      },
      headers: {
        host,
        'x-acs-action': 'RunInstances',
        'x-acs-version': '2014-05-26',
        'x-acs-date': '2023-10-26T10:22:32Z',
        'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
        'x-acs-content-sha256': acsDigest(''),
      },
    },
    'YourAccessKeyId',
    'YourAccessKeySecret',
  );
  expect(signed).toContain('Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0');
});

test('Tencent Cloud’s own example of TC3 comes out the same', () => {
  const body = '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}';
  const signed = tcAuthorization(
    { host: 'cvm.tencentcloudapi.com', action: 'DescribeInstances', service: 'cvm', body, timestamp: 1551113065 },
    'AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******',
    '*'.repeat(32),
  );
  expect(signed).toContain('Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f');
});

test('each provider’s words are told apart: wait, a number at fault, a wrong set-up, the account, no answer', async () => {
  const trouble = (provider: 'aliyun' | 'tencent', answer: unknown) => {
    const reply = async () => {
      if (answer === null) throw new TypeError('fetch failed');
      return Response.json(answer);
    };
    const account = { provider, baseUrl: 'https://sms.test', keyId: 'k', keySecret: 's', sign: '集市', template: '1' };
    const sms = smsOf(account, { fetch: reply as typeof fetch, nowMs: () => 0, newNonce: () => 'n' });
    return sms.sendCode('13800001234', '123456').then(
      () => null,
      (error: unknown) => (error as SmsError).trouble,
    );
  };
  const tencent = (Code: string) => trouble('tencent', { Response: { SendStatusSet: [{ Code }] } });
  const failed = (Code: string) => trouble('tencent', { Response: { Error: { Code } } });
  const aliyun = (Code: string) => trouble('aliyun', { Code });
  expect([await aliyun('OK'), await tencent('Ok')]).toEqual([null, null]);
  expect([await aliyun('isv.BUSINESS_LIMIT_CONTROL'), await tencent('LimitExceeded.PhoneNumberOneHourLimit')]).toEqual([
    'later',
    'later',
  ]);
  expect([
    await aliyun('isv.BLACK_KEY_CONTROL_LIMIT'),
    await tencent('FailedOperation.PhoneNumberInBlacklist'),
    await aliyun('isv.SMS_TEMPLATE_ILLEGAL'),
    await tencent('FailedOperation.TemplateIncorrectOrUnapproved'),
    await aliyun('SignatureDoesNotMatch'),
    await failed('AuthFailure.SignatureFailure'),
    await aliyun('isp.SYSTEM_ERROR'),
    await failed('InternalError.Timeout'),
    await trouble('aliyun', null),
  ]).toEqual(['number', 'number', 'setup', 'setup', 'account', 'account', 'silent', 'silent', 'silent']);
});

import { asked, type Sms, type SmsAccount, SmsError, type SmsTrouble, type SmsWorld } from './port.ts';
import { TC_CONTENT, tcAuthorization } from './tc3.ts';

const LATER = /DeliveryFrequencyLimit|PhoneNumber\w*Limit/;
const NUMBER = /PhoneNumberInBlacklist|IncorrectPhoneNumber/;
const ACCOUNT = /InsufficientBalance|UnauthorizedOperation|AuthFailure|AppDailyLimit/;
const BUSY = /^InternalError|RequestLimitExceeded/;

function troubleOf(code: string): SmsTrouble {
  if (NUMBER.test(code)) return 'number';
  if (ACCOUNT.test(code)) return 'account';
  if (LATER.test(code)) return 'later';
  return BUSY.test(code) ? 'silent' : 'setup';
}

interface Reply {
  Response?: {
    SendStatusSet?: { Code?: string; Message?: string }[];
    Error?: { Code?: string; Message?: string };
  };
}

/** Tencent Cloud's SendSms, version 2021-01-11. Source: cloud.tencent.com/document/product/382/55981 and 52072 (TC3). */
export class TencentSms implements Sms {
  readonly #account: SmsAccount;
  readonly #world: SmsWorld;

  constructor(account: SmsAccount, world: SmsWorld) {
    this.#account = account;
    this.#world = world;
  }

  async sendCode(phone: string, code: string): Promise<void> {
    const { baseUrl, keyId, keySecret, sign, template, appId } = this.#account;
    const { host } = new URL(baseUrl);
    const body = JSON.stringify({
      PhoneNumberSet: [`+86${phone}`],
      SmsSdkAppId: appId ?? '',
      TemplateId: template,
      SignName: sign,
      TemplateParamSet: [code],
    });
    const timestamp = Math.floor(this.#world.nowMs() / 1000);
    const request = { host, action: 'SendSms', service: 'sms', body, timestamp };
    const { Response: said } = (await asked(this.#world.fetch, baseUrl, {
      method: 'POST',
      headers: {
        'content-type': TC_CONTENT,
        'x-tc-action': 'SendSms',
        'x-tc-version': '2021-01-11',
        'x-tc-region': 'ap-guangzhou',
        'x-tc-timestamp': String(timestamp),
        authorization: tcAuthorization(request, keyId, keySecret),
      },
      body,
    })) as Reply;
    // What became of each number counts; the whole may be answered well while a number is refused.
    const outcome = said?.Error ?? said?.SendStatusSet?.[0];
    if (outcome?.Code !== 'Ok')
      throw new SmsError(troubleOf(outcome?.Code ?? ''), outcome?.Code ?? 'UNKNOWN', outcome?.Message ?? '');
  }
}

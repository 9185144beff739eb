import { acsAuthorization, acsDigest, acsQuery } from './acs3.ts';
import { asked, type Sms, type SmsAccount, SmsError, type SmsTrouble, type SmsWorld } from './port.ts';

const NUMBER = /MOBILE_NUMBER_ILLEGAL|MOBILE_COUNT_OVER_LIMIT|BLACK_KEY_CONTROL_LIMIT|DOMESTIC_NUMBER_NOT_SUPPORTED/;
const ACCOUNT =
  /DAY_LIMIT|MONTH_LIMIT|AMOUNT_NOT_ENOUGH|OUT_OF_SERVICE|RAM_PERMISSION|ACCOUNT|PRODUCT_UN|SignatureDoesNotMatch|InvalidAccessKey|IncompleteSignature/;
const BUSY = /^isp\.|Throttling|ServiceUnavailable|InternalError/;

function troubleOf(code: string): SmsTrouble {
  if (code === 'isv.BUSINESS_LIMIT_CONTROL') return 'later';
  if (NUMBER.test(code)) return 'number';
  if (ACCOUNT.test(code)) return 'account';
  return BUSY.test(code) ? 'silent' : 'setup';
}

/** Alibaba Cloud's SendSms, version 2017-05-25. Source: help.aliyun.com, SendSms and signature V3. */
export class AliyunSms implements Sms {
  readonly #account: SmsAccount;
  readonly #world: SmsWorld;

  constructor(account: SmsAccount, world: SmsWorld) {
    this.#account = account;
    this.#world = world;
  }

  async sendCode(phone: string, code: string): Promise<void> {
    const { baseUrl, keyId, keySecret, sign, template } = this.#account;
    const { host, pathname, origin } = new URL(baseUrl);
    const query = {
      PhoneNumbers: phone,
      SignName: sign,
      TemplateCode: template,
      TemplateParam: JSON.stringify({ code }),
    };
    const headers = {
      host,
      'x-acs-action': 'SendSms',
      'x-acs-version': '2017-05-25',
      'x-acs-date': new Date(this.#world.nowMs()).toISOString().replace(/\.\d{3}Z$/, 'Z'),
      'x-acs-signature-nonce': this.#world.newNonce(),
      'x-acs-content-sha256': acsDigest(''),
    };
    const request = { method: 'POST' as const, host, path: pathname, query, body: '', headers };
    const { host: _sentByItself, ...sent } = headers;
    const answer = (await asked(this.#world.fetch, `${origin}${pathname}?${acsQuery(query)}`, {
      method: 'POST',
      headers: { ...sent, authorization: acsAuthorization(request, keyId, keySecret) },
    })) as { Code?: string; Message?: string };
    if (answer.Code !== 'OK')
      throw new SmsError(troubleOf(answer.Code ?? ''), answer.Code ?? 'UNKNOWN', answer.Message ?? '');
  }
}

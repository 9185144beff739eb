import { type SmsAccount, type SmsInput, type SmsStatus, smsRefusals } from './sms.api.ts';

/** Where the clouds are asked. */
export const SMS_HOSTS: Record<SmsAccount['provider'], string> = {
  aliyun: 'https://dysmsapi.aliyuncs.com',
  tencent: 'https://sms.tencentcloudapi.com',
};

interface Finding {
  field: keyof SmsInput;
  message: string;
}
/** Without blanks and invisible marks, full-width signs made narrow. */
const bare = (text = ''): string => text.normalize('NFKC').replace(/[\s\p{Cf}\p{Cc}]+/gu, '');

/** The account as it was meant. Refuses with SMS_WRONG, naming every field that cannot work. */
export function checkedAccount(given: SmsInput, before: SmsAccount | null): SmsAccount {
  const { provider } = given;
  const keyId = bare(given.keyId);
  const isSame = before?.provider === provider && before.keyId === keyId;
  const account: SmsAccount = {
    provider,
    baseUrl: bare(given.baseUrl).replace(/\/+$/, '') || (isSame ? before.baseUrl : SMS_HOSTS[provider]),
    keyId,
    keySecret: bare(given.keySecret) || (isSame ? before.keySecret : ''),
    sign: given.sign.trim().replace(/^【|】$/g, ''),
    template: bare(given.template),
    appId: provider === 'tencent' ? bare(given.appId) : undefined,
  };
  const findings = wrongFields(account);
  const [first] = findings;
  if (first) throw smsRefusals.SMS_WRONG({ errors: findings }, first.message);
  return account;
}

function wrongFields({ provider, keyId, keySecret, sign, template, appId, baseUrl }: SmsAccount): Finding[] {
  const isAliyun = provider === 'aliyun';
  const checks: [keyof SmsInput, boolean, string][] = [
    ['keyId', /^[\x21-\x7e]{8,120}$/.test(keyId), `${isAliyun ? 'AccessKey ID' : 'SecretId'} 不完整，请重新复制`],
    ['keySecret', /^[\x21-\x7e]{8,120}$/.test(keySecret), '密钥不完整，请重新复制'],
    ['sign', sign.length >= 2 && sign.length <= 20, '短信签名是 2 到 20 个字，与短信控制台里审核通过的一致'],
    [
      'template',
      (isAliyun ? /^SMS_\d{3,20}$/ : /^(\d{3,20}|SMS_\d+)$/).test(template),
      isAliyun ? '模板编号以 SMS_ 开头，在阿里云短信控制台里复制' : '模板编号是数字，在腾讯云短信控制台里复制',
    ],
    ['appId', isAliyun || /^\d{6,20}$/.test(appId ?? ''), 'SdkAppId 是数字，在腾讯云短信的应用管理里复制'],
    ['baseUrl', /^https?:\/\/[^/?#\s]+[^?#\s]*$/.test(baseUrl), '地址须以 http:// 或 https:// 开头，不带参数'],
  ];
  return checks.filter(([, fits]) => !fits).map(([field, , message]) => ({ field, message }));
}

/** Whether an account is asked elsewhere than at the cloud itself. */
export const isSmsSandbox = ({ provider, baseUrl }: SmsAccount): boolean => baseUrl !== SMS_HOSTS[provider];

export const smsStatusOf = (account: SmsAccount | null): SmsStatus =>
  account
    ? {
        provider: account.provider,
        sandbox: isSmsSandbox(account),
        baseUrl: account.baseUrl,
        keyId: account.keyId,
        sign: account.sign,
        template: account.template,
        appId: account.appId ?? '',
      }
    : { provider: null, sandbox: false, baseUrl: '', keyId: '', sign: '', template: '', appId: '' };

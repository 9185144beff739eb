import { AliyunSms } from './aliyun.ts';
import type { Sms, SmsAccount, SmsWorld } from './port.ts';
import { TencentSms } from './tencent.ts';

export { type Sms, type SmsAccount, SmsError, type SmsTrouble } from './port.ts';

export const smsOf = (account: SmsAccount, world: SmsWorld): Sms =>
  account.provider === 'aliyun' ? new AliyunSms(account, world) : new TencentSms(account, world);

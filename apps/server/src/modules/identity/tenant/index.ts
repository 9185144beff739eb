export { fieldOf, type Pushed } from './message.rules.ts';
export { pushListener } from './message.slots.ts';
export { practiceOf } from './practice.ts';
export { saveSms, smsFor, storedSms } from './sms.routes.ts';
export type { ShopSettings, WechatConnection } from './tenant.api.ts';
export { tenant } from './tenant.routes.ts';
export { isSandbox } from './tenant.rules.ts';
export {
  createTenant,
  readSettings,
  saveConnection,
  shopOf,
  storedConnection,
} from './tenant.service.ts';
export { ANY_HOST, allTenantIds, hostsOf, newTenantId } from './tenant.store.ts';
export { type MerchantAccount, type Wechat, wechatOf } from './tenant.wechat.ts';

export { fieldOf, type Pushed } from './message.rules.ts';
export { pushListener } from './message.slots.ts';
export { practiceOf } from './practice.ts';
export { saveSms, smsFor, storedSms } from './sms.routes.ts';
export { isSmsSandbox } from './sms.rules.ts';
export type { ShopSettings, WechatConnection } from './tenant.api.ts';
export { tenant } from './tenant.routes.ts';
export { isSandbox } from './tenant.rules.ts';
export {
  createTenant,
  forgetShop,
  readSettings,
  saveConnection,
  saveSettings,
  shopOf,
  storedConnection,
  versionedSettings,
} from './tenant.service.ts';
export { ANY_HOST, allTenantIds, hostsOf, newTenantId } from './tenant.store.ts';
export { type MerchantAccount, type Wechat, wechatOf } from './tenant.wechat.ts';

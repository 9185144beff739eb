export { fieldOf, type Pushed } from './message.rules.ts';
export { pushListener } from './message.slots.ts';
export { type ShopSettings, tenantRefusals, type WechatConnection } from './tenant.api.ts';
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
} from './tenant.service.ts';
export { ANY_HOST, allTenantIds, newTenantId } from './tenant.store.ts';
export { type MerchantAccount, type Wechat, wechatOf } from './tenant.wechat.ts';

export { type ShopSettings, tenantRefusals, type WechatConnection } from './tenant.api.ts';
export { tenant } from './tenant.routes.ts';
export { createTenant, forgetShop, readSettings, saveConnection, saveSettings, shopOf } from './tenant.service.ts';
export { allTenantIds } from './tenant.store.ts';
export { type MerchantAccount, type Wechat, wechatOf } from './tenant.wechat.ts';

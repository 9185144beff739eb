export { type DemoCampaign, demoCampaigns } from './campaigns.ts';
export { type DemoCoupon, demoCoupons } from './coupons.ts';
export { demoFreight } from './freight.ts';
export { demoGoods } from './goods/index.ts';
export { demoRelated, demoServices, demoTemplates } from './goods/params.ts';
export type { DemoDetail, DemoGoods, DemoSku } from './goods/types.ts';
export { type DemoBanner, type DemoCategory, demoCategories, demoPurses, demoShop } from './shop.ts';

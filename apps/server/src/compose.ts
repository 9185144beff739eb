import { review } from './modules/content/review/index.ts';
import { catalog } from './modules/goods/catalog/index.ts';
import { media } from './modules/goods/media/index.ts';
import { search } from './modules/goods/search/index.ts';
import { customer } from './modules/identity/customer/index.ts';
import { notice } from './modules/identity/notice/index.ts';
import { region } from './modules/identity/region/index.ts';
import { setup } from './modules/identity/setup/index.ts';
import { staff } from './modules/identity/staff/index.ts';
import { tenant } from './modules/identity/tenant/index.ts';
import { exports } from './modules/insight/export/index.ts';
import { opening } from './modules/insight/opening/index.ts';
import { system } from './modules/insight/system/index.ts';
import { today } from './modules/insight/today/index.ts';
import { campaign } from './modules/promotion/campaign/index.ts';
import { coupon } from './modules/promotion/coupon/index.ts';
import { scope } from './modules/promotion/scope/index.ts';
import { inventory } from './modules/stock/inventory/index.ts';
import { aftersales } from './modules/trade/aftersales/index.ts';
import { cart } from './modules/trade/cart/index.ts';
import { freight } from './modules/trade/freight/index.ts';
import { fulfilment } from './modules/trade/fulfilment/index.ts';
import { order } from './modules/trade/order/index.ts';
import { payment } from './modules/trade/payment/index.ts';
import { purse } from './modules/trade/purse/index.ts';
import { settlement } from './modules/trade/settlement/index.ts';
import type { Module, Platform } from './platform/platform.ts';

/** Every module, from the lowest floor up: a module may use those before it. */
const MODULES: readonly Module[] = [
  tenant,
  staff,
  setup,
  region,
  customer,
  notice,
  media,
  catalog,
  search,
  inventory,
  freight,
  cart,
  purse,
  payment,
  order,
  fulfilment,
  aftersales,
  settlement,
  scope,
  coupon,
  campaign,
  review,
  today,
  exports,
  opening,
  system,
];

/** Puts the modules onto the platform. */
export async function compose(platform: Platform): Promise<void> {
  for (const module of MODULES) await module.register(platform);
  platform.slots.seal();
}

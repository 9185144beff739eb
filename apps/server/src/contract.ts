import { writeFileSync } from 'node:fs';
import type { Operation } from './kernel/operation.ts';
import * as catalog from './modules/goods/catalog/catalog.api.ts';
import * as media from './modules/goods/media/media.api.ts';
import * as search from './modules/goods/search/search.api.ts';
import * as customer from './modules/identity/customer/customer.api.ts';
import * as staff from './modules/identity/staff/staff.api.ts';
import * as tenant from './modules/identity/tenant/tenant.api.ts';
import * as today from './modules/insight/today/today.api.ts';
import * as inventory from './modules/stock/inventory/inventory.api.ts';
import * as aftersales from './modules/trade/aftersales/aftersales.api.ts';
import * as cart from './modules/trade/cart/cart.api.ts';
import * as fulfilment from './modules/trade/fulfilment/fulfilment.api.ts';
import * as order from './modules/trade/order/order.api.ts';
import * as payment from './modules/trade/payment/payment.api.ts';
import * as settlement from './modules/trade/settlement/settlement.api.ts';
import { clientTypes } from './platform/http/client-types.ts';
import { openApi } from './platform/http/openapi.ts';

const ops = [
  tenant,
  staff,
  customer,
  catalog,
  search,
  media,
  inventory,
  cart,
  order,
  payment,
  fulfilment,
  aftersales,
  settlement,
  today,
]
  .flatMap((m) => Object.values(m))
  .filter((v): v is Operation => typeof v === 'object' && v !== null && 'operationId' in v);
writeFileSync('packages/api-client/openapi.json', `${JSON.stringify(openApi(ops, '0.1.0'), null, 1)}\n`);
writeFileSync('packages/api-client/src/contract.ts', clientTypes(ops));
console.log(ops.length, 'operations');

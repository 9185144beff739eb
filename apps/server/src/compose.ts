import { registerCatalog } from './modules/goods/catalog/index.ts';
import { registerMedia } from './modules/goods/media/index.ts';
import { registerSearch } from './modules/goods/search/index.ts';
import {
  createAddressBook,
  createCustomerNames,
  openidOf,
  registerCustomer,
} from './modules/identity/customer/index.ts';
import { registerStaff } from './modules/identity/staff/index.ts';
import { readSettings, registerTenant, wechatOf } from './modules/identity/tenant/index.ts';
import { registerToday } from './modules/insight/today/index.ts';
import { availableOf, lowSkus, registerInventory } from './modules/stock/inventory/index.ts';
import { caseRows, countCases, openCases, registerAftersales, summaries } from './modules/trade/aftersales/index.ts';
import { registerCart } from './modules/trade/cart/index.ts';
import { type FulfilmentSources, registerFulfilment, shipmentViews } from './modules/trade/fulfilment/index.ts';
import {
  addressOf,
  countByState,
  figures,
  headRow,
  hourly,
  type OrderParts,
  registerOrder,
} from './modules/trade/order/index.ts';
import { type PayDoor, paymentsOf, refundedBetween, registerPayment } from './modules/trade/payment/index.ts';
import { createPricing } from './modules/trade/pricing/index.ts';
import { recentDifferences, registerSettlement } from './modules/trade/settlement/index.ts';
import type { Platform } from './platform/app.ts';
import type { Db } from './platform/db/index.ts';

const REFUNDS_SHOWN = 100;

/** The only file that knows every module: the floors in order, and what fills which slot. */
export async function compose(platform: Platform): Promise<void> {
  const { database } = platform;
  const settings = (tenantId: number) => readSettings(database.forTenant(tenantId), tenantId);
  const wechat = wechatOf(platform);
  const customers = createCustomerNames(platform);

  registerTenant(platform);
  registerStaff(platform, async (tenantId) => (await settings(tenantId)).name);
  registerCustomer(platform, wechat);

  registerCatalog(platform, availableOf);
  registerSearch(platform);
  await registerMedia(platform);
  registerInventory(platform, async (_db, tenantId) => (await settings(tenantId)).lowStockAt);

  const quote = createPricing(platform, async (tenantId) => (await settings(tenantId)).freight, []);
  const door: PayDoor = {
    account: (tenantId) => wechat.account(tenantId),
    openid: (tenantId, customerId, appid) => openidOf(database.forTenant(tenantId), tenantId, customerId, appid),
  };
  const parts = orderParts(customers);
  registerCart(platform, quote);
  registerOrder(
    platform,
    {
      quote,
      address: createAddressBook(platform),
      closeAfterMinutes: async (tenantId) => (await settings(tenantId)).closeAfterMinutes,
    },
    parts,
  );
  registerPayment(platform, door);
  registerFulfilment(
    platform,
    fulfilmentSources(platform, door, wechat, async (tenantId) => (await settings(tenantId)).receiveAfterDays),
    parts,
  );
  registerAftersales(platform, customers);
  registerSettlement(platform, door);

  registerToday(platform, {
    orders: figures,
    refundedFen: refundedBetween,
    hourlyFen: hourly,
    toShip: async (db, tenantId) => (await countByState(db, tenantId)).get('paid') ?? 0,
    refundsToHandle: (db, tenantId) => countCases(db, tenantId, 'requested'),
    failedRefunds: (db, tenantId) => countCases(db, tenantId, 'failed'),
    lowStock: async (db, tenantId) => (await lowSkus(db, tenantId, (await settings(tenantId)).lowStockAt)).length,
    differences: recentDifferences,
  });
}

const orderParts = (customers: OrderParts['customers']): OrderParts => ({
  customers,
  shipments: shipmentViews,
  refunds: async (db, tenantId, orderId) =>
    summaries(db, tenantId, await caseRows(db, tenantId, { orderId, limit: REFUNDS_SHOWN })),
  openRefunds: openCases,
  transactionId: async (db, tenantId, orderId) =>
    (await paymentsOf(db, tenantId, orderId)).find((p) => p.status === 'succeeded')?.transaction_id ?? null,
});

type Wechat = ReturnType<typeof wechatOf>;
const fulfilmentSources = (
  platform: Platform,
  door: PayDoor,
  wechat: Wechat,
  receiveAfterDays: (tenantId: number) => Promise<number>,
): FulfilmentSources => ({
  receiveAfterDays,
  miniProgram: async (tenantId) => {
    const { miniProgram, mchid } = await wechat.account(tenantId);
    return { client: miniProgram, mchid };
  },
  openid: async (tenantId, customerId) => door.openid(tenantId, customerId, (await wechat.account(tenantId)).appid),
  openRefunds: async (db, tenantId, orderId) => (await openCases(db, tenantId, [orderId])).get(orderId) ?? 0,
  receiverPhone: async (db: Db, tenantId, orderId) => {
    const head = await headRow(db, tenantId, orderId);
    return head ? addressOf(platform, head).phone : '';
  },
});

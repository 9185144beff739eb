import type { AdminChange } from './admin.ts';
import type { ShopChange } from './shop.ts';
import type { OperationId } from './types.ts';

/** For each changing operation: what was read before and may be otherwise now. `all`: somebody else is signed in, or nobody. */
export type Stale = Readonly<Record<string, readonly OperationId[] | 'all'>>;
type StaleBy<Change extends string> = Readonly<Record<Change, readonly OperationId[] | 'all'>>;

// A new operation fails the type check until it is named here, with an empty list when nothing that is read shows it.

const CART = ['getCart'] as const;
const OWN_ORDER = ['getOrder', 'listOrders', 'countOrders', 'listRefunds'] as const;
/** What can be bought has changed. */
const SHELF = ['getGoods', 'listGoods', 'searchGoods', 'quoteOrder'] as const;

/** What a shopper's change makes stale. */
export const SHOP_STALE = {
  addToCart: CART,
  setCartLine: CART,
  selectCart: CART,
  removeFromCart: CART,
  quoteOrder: [],
  placeOrder: [...OWN_ORDER, ...CART, ...SHELF],
  startPayment: OWN_ORDER,
  cancelOrder: [...OWN_ORDER, ...CART, ...SHELF],
  confirmReceipt: OWN_ORDER,
  previewRefund: [],
  requestRefund: [...OWN_ORDER, 'previewRefund'],
  withdrawRefund: [...OWN_ORDER, 'previewRefund'],
  createAddress: ['listAddresses'],
  updateAddress: ['listAddresses'],
  deleteAddress: ['listAddresses'],
  recogniseAddress: [],
  updateMe: ['getMe'],
  bindPhone: ['getMe'],
  loginCustomer: 'all',
  logoutCustomer: 'all',
  endCustomerSession: ['listCustomerSessions'],
  endOtherCustomerSessions: ['listCustomerSessions'],
} as const satisfies StaleBy<ShopChange>;

/** Every change of staff is noted. */
const AUDIT = ['listAudit'] as const;
const ORDER = [
  'getAdminOrder',
  'listAdminOrders',
  'countAdminOrders',
  'listAdminRefunds',
  'previewAdminRefund',
  'getToday',
  ...AUDIT,
] as const;
/** Pieces came back or went. */
const STOCK = ['listStock', 'listStockEntries', 'listAdminGoods', 'getAdminGoods', 'getToday', ...AUDIT] as const;
const GOODS = ['listAdminGoods', 'getAdminGoods', 'listAdminCategories', 'listStock', 'getToday', ...AUDIT] as const;
const CATEGORIES = ['listAdminCategories', 'listAdminGoods', 'getAdminGoods', ...AUDIT] as const;
const STAFF = ['listStaff', 'getStaffMe', 'listStaffSessions', ...AUDIT] as const;
const DIFFERENCES = ['listReconciliations', 'getReconciliation', 'getToday', ...AUDIT] as const;

/** What a change of staff makes stale. */
export const ADMIN_STALE = {
  createGoods: GOODS,
  updateGoods: GOODS,
  deleteGoods: GOODS,
  setGoodsState: GOODS,
  createCategory: CATEGORIES,
  updateCategory: CATEGORIES,
  deleteCategory: CATEGORIES,
  uploadPicture: AUDIT,
  adjustStock: STOCK,
  shipOrder: ORDER,
  correctShipment: ORDER,
  uploadShipment: ORDER,
  putStaffNote: ['getAdminOrder', ...AUDIT],
  revealReceiver: AUDIT,
  previewAdminRefund: [],
  refundOrder: [...ORDER, ...STOCK],
  approveRefund: [...ORDER, ...STOCK],
  rejectRefund: ORDER,
  retryRefund: ORDER,
  payRefundByHand: ORDER,
  sendRefundToCard: ORDER,
  takeRefundBack: ORDER,
  runReconciliation: DIFFERENCES,
  handleDifference: DIFFERENCES,
  putSettings: ['getSettings', 'getStaffMe', ...AUDIT],
  putShopText: ['getShopText', ...AUDIT],
  putWechatConnection: ['getWechatStatus', ...AUDIT],
  retryStuckJob: ['listStuckJobs', ...AUDIT],
  createStaff: STAFF,
  updateStaff: STAFF,
  dropSecondFactorOfStaff: STAFF,
  endSessionsOfStaff: STAFF,
  createAppKey: ['listAppKeys', ...AUDIT],
  revokeAppKey: ['listAppKeys', ...AUDIT],
  putSecurityPolicy: ['getSecurityPolicy', 'getStaffMe', ...AUDIT],
  putStaffPassword: STAFF,
  beginSecondFactor: AUDIT,
  confirmSecondFactor: STAFF,
  dropSecondFactor: STAFF,
  renewRecoveryCodes: STAFF,
  endStaffSession: ['listStaffSessions', ...AUDIT],
  confirmPassword: AUDIT,
  loginStaff: 'all',
  logoutStaff: 'all',
} as const satisfies StaleBy<AdminChange>;

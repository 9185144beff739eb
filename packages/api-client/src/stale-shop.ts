import type { ShopChange } from './shop.ts';
import type { StaleBy } from './types.ts';

const CART = ['getCart'] as const;
const OWN_ORDER = ['getOrder', 'listOrders', 'countOrders', 'listRefunds'] as const;
/** What can be bought has changed. */
const SHELF = ['getGoods', 'listGoods', 'searchGoods', 'quoteOrder'] as const;

/** What buyers wrote; a new one is checked before others read it. */
const REVIEWS = ['listReviewable', 'listMyReviews', 'getReviewSummary', 'listReviews'] as const;
/** What a shopper holds of coupons. */
const COUPONS = ['listCoupons', 'getCoupon', 'listMyCoupons', 'countMyCoupons'] as const;

/** What a shopper has to pay with. */
const PURSES = ['getPurses', 'listPurseEntries'] as const;

/** What a shopper's change makes stale. */
export const SHOP_STALE = {
  addSetToCart: CART,
  addToCart: CART,
  setCartLine: CART,
  selectCart: CART,
  removeFromCart: CART,
  quoteOrder: [],
  claimCoupon: [...COUPONS, 'quoteOrder'],
  redeemCode: [...COUPONS, 'quoteOrder'],
  uploadShopperPicture: [],
  writeReviews: [...REVIEWS, ...PURSES],
  addToReview: REVIEWS,
  findHelpful: ['listReviews'],
  placeOrder: [...OWN_ORDER, ...CART, ...SHELF, ...COUPONS, ...PURSES],
  startPayment: OWN_ORDER,
  cancelOrder: [...OWN_ORDER, ...CART, ...SHELF, ...COUPONS, ...PURSES],
  confirmReceipt: OWN_ORDER,
  previewRefund: [],
  requestRefund: [...OWN_ORDER, 'previewRefund'],
  withdrawRefund: [...OWN_ORDER, 'previewRefund'],
  createAddress: ['listAddresses'],
  updateAddress: ['listAddresses'],
  deleteAddress: ['listAddresses'],
  recogniseAddress: [],
  reportClientError: [],
  acceptNotices: [],
  updateMe: ['getMe'],
  // Whoever is known by the number already may become one with the shopper.
  bindPhone: 'all',
  loginCustomer: 'all',
  sendLoginCode: [],
  loginByPhone: 'all',
  bindPhoneByCode: 'all',
  logoutCustomer: 'all',
  deleteMe: 'all',
  endCustomerSession: ['listCustomerSessions'],
  endOtherCustomerSessions: ['listCustomerSessions'],
} as const satisfies StaleBy<ShopChange>;

import type { AdminChange } from './admin.ts';
import type { StaleBy } from './types.ts';

/** Every change of staff is noted. */
const AUDIT = ['listAudit', 'listAuditFilters'] as const;
const ORDER = [
  'getTrends',
  'listAdminCustomers',
  'getAdminCustomer',
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

const COUPON = ['listAdminCoupons', 'getAdminCoupon', ...AUDIT] as const;
const CAMPAIGN = ['listAdminCampaigns', 'getAdminCampaign', ...AUDIT] as const;

/** What a change of staff makes stale. */
export const ADMIN_STALE = {
  createExport: ['listExports', ...AUDIT],
  cancelExport: ['listExports', ...AUDIT],
  putListView: ['listListViews', ...AUDIT],
  deleteListView: ['listListViews', ...AUDIT],
  createGoods: GOODS,
  updateGoods: GOODS,
  deleteGoods: GOODS,
  setGoodsState: GOODS,
  createCategory: CATEGORIES,
  updateCategory: CATEGORIES,
  deleteCategory: CATEGORIES,
  orderCategories: CATEGORIES,
  uploadPicture: ['listMedia', 'listMediaFolders', ...AUDIT],
  updateMedia: ['listMedia', 'listMediaFolders', ...AUDIT],
  moveMedia: ['listMedia', 'listMediaFolders', ...AUDIT],
  deleteMedia: ['listMedia', 'listMediaFolders', ...AUDIT],
  previewScope: [],
  previewCoupon: [],
  createCoupon: COUPON,
  updateCoupon: COUPON,
  setCouponState: COUPON,
  deleteCoupon: COUPON,
  checkCampaign: [],
  createCampaign: CAMPAIGN,
  updateCampaign: CAMPAIGN,
  stopCampaign: CAMPAIGN,
  deleteCampaign: CAMPAIGN,
  sendCoupon: COUPON,
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
  putNotice: ['listAdminNotices', ...AUDIT],
  dropNotice: ['listAdminNotices', ...AUDIT],
  putSms: ['getSms', ...AUDIT],
  dropSms: ['getSms', ...AUDIT],
  trySms: AUDIT,
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
  usePractice: ['getWechatStatus', ...AUDIT],
  checkSetupLink: [],
  openFirstShop: 'all',
  loginStaff: 'all',
  logoutStaff: 'all',
} as const satisfies StaleBy<AdminChange>;

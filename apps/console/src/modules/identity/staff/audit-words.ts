import type { Permission } from '../../../session.tsx';
import { PERMISSIONS } from './permission-words.ts';

/** What staff and programs can do, by the operation's name in the API, in the words of a merchant. */
const OPERATIONS: Record<string, string> = {
  beginSecondFactor: '开始绑定动态验证码',
  confirmPassword: '再次输入密码',
  confirmSecondFactor: '绑定动态验证码',
  dropSecondFactor: '关闭动态验证码',
  dropSecondFactorOfStaff: '重置员工的动态验证码',
  endSessionsOfStaff: '让员工退出所有设备',
  endStaffSession: '退出自己的一台设备',
  putSecurityPolicy: '修改登录安全设置',
  renewRecoveryCodes: '更换恢复码',
  revealReceiver: '查看收货人完整信息',
  adjustStock: '调整库存',
  approveRefund: '同意退款',
  correctShipment: '更正物流信息',
  createAppKey: '新建接口密钥',
  createCategory: '新建商品分类',
  createGoods: '新建商品',
  createStaff: '添加员工',
  deleteGoods: '删除商品草稿',
  deleteCategory: '删除商品分类',
  handleDifference: '处理对账差异',
  loginStaff: '登录后台',
  logoutStaff: '退出登录',
  payRefundByHand: '登记线下退款',
  previewAdminRefund: '试算退款金额',
  putSettings: '修改店铺设置',
  putShopText: '修改协议或隐私政策',
  putStaffNote: '修改订单备注',
  putStaffPassword: '修改自己的密码',
  putWechatConnection: '更换微信商户信息',
  refundOrder: '主动退款',
  rejectRefund: '拒绝退款',
  'reset-owner': '重置店主登录',
  createExport: '导出列表',
  cancelExport: '取消导出',
  retryStuckJob: '重试后台任务',
  retryRefund: '重新退款',
  revokeAppKey: '作废接口密钥',
  runReconciliation: '执行对账',
  setGoodsState: '上架或下架商品',
  sendRefundToCard: '退款改退到买家银行卡',
  shipOrder: '发货',
  takeRefundBack: '退款改退到商户账户',
  updateCategory: '修改商品分类',
  updateGoods: '修改商品',
  updateStaff: '修改员工',
  uploadShipment: '重新上传物流信息',
  uploadPicture: '上传图片',
};

/** An operation in words; one that is not known here is shown by its name rather than hidden. */
export const operationText = (operation: string): string => OPERATIONS[operation] ?? operation;

/** Reasons why a sign-in failed, and other short words of the server. */
const WORDS: Record<string, string> = {
  LOGIN_FAILED: '账号或密码不正确',
  LOGIN_CODE_WRONG: '动态验证码不正确',
  app: '动态验证码',
  recovery: '恢复码',
  none: '密码',
};
const FIELDS: Record<string, string> = {
  fields: '提交',
  before: '之前',
  after: '之后',
  blockedMinutes: '须等待分钟数',
  permissions: '权限',
  owner: '店主',
  active: '在用',
  login: '账号',
  name: '名称',
  password: '密码',
  twoFactor: '动态验证码要求',
  idleMinutes: '自动退出分钟数',
  passwordDays: '密码有效天数',
  addresses: '网络地址',
};

/** How somebody signed in, or why they did not; anything else by its word. */
const nameOf = (name: string, value: unknown): string => {
  if (name === 'code') return ['app', 'recovery', 'none'].includes(String(value)) ? '验证方式' : '原因';
  return FIELDS[name] ?? name;
};

/** An id by its end, which is enough to compare; anything else as it is. */
export const targetText = (target: string): string =>
  /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(target) ? `…${target.slice(-8)}` : target;

/** What an entry says besides, on one line. What has no word here is shown as it is called rather than hidden. */
export function detailText(detail: Record<string, unknown>): string {
  const text = (value: unknown): string => {
    if (typeof value === 'string') return WORDS[value] ?? PERMISSIONS[value as Permission] ?? FIELDS[value] ?? value;
    if (typeof value === 'boolean') return value ? '是' : '否';
    if (Array.isArray(value)) return value.map(text).join('、') || '无';
    if (typeof value === 'object' && value !== null) return entries(value);
    return String(value);
  };
  const entries = (of: object): string =>
    Object.entries(of)
      .map(([name, value]) => `${nameOf(name, value)}：${text(value)}`)
      .join('；');
  return entries(detail);
}

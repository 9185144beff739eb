import type { Permission } from '../../../session.tsx';

/** Every permission in the words of a merchant, in the order of the menu. */
export const PERMISSIONS: Record<Permission, string> = {
  'goods:read': '查看商品',
  'goods:write': '编辑商品',
  'stock:read': '查看库存',
  'stock:write': '调整库存',
  'order:read': '查看订单',
  'order:ship': '发货',
  'order:refund': '退款',
  'promotion:read': '查看营销活动',
  'promotion:write': '管理营销活动',
  'customer:read': '查看客户与收货信息',
  'purse:grant': '调整客户的余额与积分',
  'finance:read': '查看对账',
  'finance:reconcile': '执行对账',
  'settings:read': '查看设置',
  'settings:write': '修改设置',
  'wechat:manage': '更换微信商户信息',
  'staff:manage': '管理员工与密钥',
  'audit:read': '查看操作日志',
};

/** Only for people, whom the server can ask for their password; no program gets them. */
export const FOR_PEOPLE: readonly Permission[] = ['purse:grant', 'wechat:manage', 'staff:manage'];

const ALL = Object.keys(PERMISSIONS) as Permission[];
/** How a new person usually starts: common sets of permissions. The last three keep settings, staff and audit in three hands. */
export const ROLES: { name: string; permissions: Permission[] }[] = [
  {
    name: '店长',
    permissions: ALL.filter((p) => !['purse:grant', 'wechat:manage', 'staff:manage', 'audit:read'].includes(p)),
  },
  { name: '客服', permissions: ['goods:read', 'stock:read', 'order:read', 'order:refund', 'customer:read'] },
  { name: '运营', permissions: ['goods:read', 'stock:read', 'promotion:read', 'promotion:write'] },
  { name: '仓库', permissions: ['goods:read', 'stock:read', 'stock:write', 'order:read', 'order:ship'] },
  { name: '财务', permissions: ['order:read', 'customer:read', 'purse:grant', 'finance:read', 'finance:reconcile'] },
  { name: '系统管理员', permissions: ['settings:read', 'settings:write', 'wechat:manage'] },
  { name: '安全管理员', permissions: ['staff:manage'] },
  { name: '审计员', permissions: ['audit:read'] },
];

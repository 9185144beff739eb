import type { Permission } from '../../session.tsx';

/** Every permission in the words of a merchant, in the order of the menu. */
export const PERMISSIONS: Record<Permission, string> = {
  'goods:read': '查看商品',
  'goods:write': '编辑商品',
  'stock:read': '查看库存',
  'stock:write': '调整库存',
  'order:read': '查看订单',
  'order:ship': '发货',
  'order:refund': '退款',
  'customer:read': '查看客户',
  'finance:read': '查看对账',
  'finance:reconcile': '执行对账',
  'settings:read': '查看设置',
  'settings:write': '修改设置',
  'staff:manage': '管理员工与密钥',
  'audit:read': '查看操作日志',
};

/** How a new person usually starts: common sets of permissions. */
export const ROLES: { name: string; permissions: Permission[] }[] = [
  { name: '店长', permissions: Object.keys(PERMISSIONS) as Permission[] },
  { name: '客服', permissions: ['goods:read', 'stock:read', 'order:read', 'order:refund', 'customer:read'] },
  { name: '仓库', permissions: ['goods:read', 'stock:read', 'stock:write', 'order:read', 'order:ship'] },
  { name: '财务', permissions: ['order:read', 'finance:read', 'finance:reconcile'] },
];

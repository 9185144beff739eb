/** What staff and programs can do, by the operation's name in the API, in the words of a merchant. */
const OPERATIONS: Record<string, string> = {
  adjustStock: '调整库存',
  approveRefund: '同意退款',
  createAppKey: '新建接口密钥',
  createCategory: '新建商品分类',
  createGoods: '新建商品',
  createStaff: '添加员工',
  deleteGoods: '删除商品草稿',
  deleteCategory: '删除商品分类',
  loginStaff: '登录后台',
  logoutStaff: '退出登录',
  payRefundByHand: '登记线下退款',
  previewAdminRefund: '试算退款金额',
  putSettings: '修改店铺设置',
  putStaffNote: '修改订单备注',
  putStaffPassword: '修改自己的密码',
  putWechatConnection: '更换微信商户信息',
  refundOrder: '主动退款',
  rejectRefund: '拒绝退款',
  retryRefund: '重新退款',
  revokeAppKey: '作废接口密钥',
  runReconciliation: '执行对账',
  setGoodsState: '上架或下架商品',
  shipOrder: '发货',
  updateCategory: '修改商品分类',
  updateGoods: '修改商品',
  updateStaff: '修改员工',
  uploadPicture: '上传图片',
};

/** An operation in words; one that is not known here is shown by its name rather than hidden. */
export const operationText = (operation: string): string => OPERATIONS[operation] ?? operation;

import {
  AppstoreOutlined,
  GiftOutlined,
  HomeOutlined,
  OrderedListOutlined,
  SettingOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import type { Page, Tree } from './tree.ts';

const GOODS: readonly Page[] = [
  {
    path: 'goods',
    title: '商品管理',
    needs: 'goods:read',
    words: 'shangpin 上架 下架',
    load: async () => (await import('../modules/goods/catalog/GoodsListPage.tsx')).GoodsListPage,
  },
  {
    path: 'goods/new',
    title: '新建商品',
    needs: 'goods:write',
    words: 'xinjian 发布 添加',
    action: true,
    load: async () => (await import('../modules/goods/catalog/NewGoodsPage.tsx')).NewGoodsPage,
  },
  {
    path: 'goods/categories',
    title: '商品分类',
    needs: 'goods:read',
    words: 'fenlei 类目',
    load: async () => (await import('../modules/goods/catalog/CategoriesPage.tsx')).CategoriesPage,
  },
  {
    path: 'goods/terms',
    title: '品牌与服务',
    needs: 'goods:read',
    words: 'pinpai fuwu danwei 单位 承诺',
    load: async () => (await import('../modules/goods/catalog/TermsPage.tsx')).TermsPage,
  },
  {
    path: 'goods/media',
    title: '素材库',
    needs: 'goods:read',
    words: 'sucai tupian 图片 上传',
    load: async () => (await import('../modules/goods/media/MediaPage.tsx')).MediaPage,
  },
  {
    path: 'goods/:id',
    title: '编辑商品',
    needs: 'goods:read',
    load: async () => (await import('../modules/goods/catalog/EditGoodsPage.tsx')).EditGoodsPage,
  },
  {
    path: 'stock',
    title: '库存',
    needs: 'stock:read',
    words: 'kucun 入库 盘点',
    badge: 'lowStock',
    load: async () => (await import('../modules/stock/inventory/StockPage.tsx')).StockPage,
  },
];

const ORDERS: readonly Page[] = [
  {
    path: 'orders',
    title: '订单管理',
    needs: 'order:read',
    words: 'dingdan 发货 待发货',
    badge: 'toShip',
    load: async () => (await import('../modules/trade/order/OrdersPage.tsx')).OrdersPage,
  },
  {
    path: 'orders/:id',
    title: '订单详情',
    needs: 'order:read',
    load: async () => (await import('../modules/trade/order/OrderPage.tsx')).OrderPage,
  },
  {
    path: 'refunds',
    title: '退款售后',
    needs: 'order:read',
    words: 'tuikuan 退货',
    badge: 'refundsToHandle',
    load: async () => (await import('../modules/trade/aftersales/RefundsPage.tsx')).RefundsPage,
  },
  {
    path: 'reviews',
    title: '评价',
    needs: 'goods:read',
    words: 'pingjia 好评 差评 回复 折叠',
    load: async () => (await import('../modules/content/review/ReviewsPage.tsx')).ReviewsPage,
  },
  {
    path: 'reconciliation',
    title: '对账',
    needs: 'finance:read',
    words: 'duizhang 账单 财务',
    load: async () => (await import('../modules/trade/settlement/ReconciliationPage.tsx')).ReconciliationPage,
  },
];

const PROMOTIONS: readonly Page[] = [
  {
    path: 'campaigns',
    title: '活动',
    needs: 'promotion:read',
    words: 'huodong 满减 满折 限时折扣 第二件半价',
    load: async () => (await import('../modules/promotion/campaign/CampaignsPage.tsx')).CampaignsPage,
  },
  {
    path: 'campaigns/add',
    title: '新建活动',
    needs: 'promotion:write',
    words: 'xinjian 添加',
    action: true,
    load: async () => (await import('../modules/promotion/campaign/CampaignPage.tsx')).NewCampaignPage,
  },
  {
    path: 'campaigns/:id',
    title: '活动详情',
    needs: 'promotion:read',
    load: async () => (await import('../modules/promotion/campaign/CampaignPage.tsx')).CampaignPage,
  },
  {
    path: 'coupons',
    title: '优惠券',
    needs: 'promotion:read',
    words: 'youhuiquan 满减券 折扣券 运费券 发券',
    load: async () => (await import('../modules/promotion/coupon/CouponsPage.tsx')).CouponsPage,
  },
  {
    path: 'coupons/create',
    title: '新建优惠券',
    needs: 'promotion:write',
    words: 'xinjian 添加',
    action: true,
    load: async () => (await import('../modules/promotion/coupon/CouponPage.tsx')).NewCouponPage,
  },
  {
    path: 'coupons/:id',
    title: '优惠券详情',
    needs: 'promotion:read',
    load: async () => (await import('../modules/promotion/coupon/CouponPage.tsx')).CouponPage,
  },
];

const CUSTOMERS: readonly Page[] = [
  {
    path: 'customers',
    title: '客户管理',
    needs: 'customer:read',
    words: 'kehu 买家 会员 顾客',
    load: async () => (await import('../modules/identity/customer/CustomersPage.tsx')).CustomersPage,
  },
  {
    path: 'customers/:id',
    title: '客户详情',
    needs: 'customer:read',
    load: async () => (await import('../modules/identity/customer/CustomerPage.tsx')).CustomerPage,
  },
];

const SETTINGS: readonly Page[] = [
  {
    path: 'settings/shop',
    title: '店铺与交易',
    needs: 'settings:read',
    words: 'dianpu shezhi 店铺设置 运费 轮播 公告 主题色 客服电话 包邮',
    load: async () => (await import('../modules/identity/tenant/ShopSettings.tsx')).ShopSettings,
  },
  {
    path: 'settings/freight',
    title: '运费模板',
    needs: 'goods:read',
    words: 'yunfei muban 包邮 地区 偏远 不发货',
    load: async () => (await import('../modules/trade/freight/FreightPage.tsx')).FreightPage,
  },
  {
    path: 'settings/freight/new',
    title: '新建运费模板',
    needs: 'settings:write',
    action: true,
    load: async () => (await import('../modules/trade/freight/FreightPage.tsx')).NewFreightPage,
  },
  {
    path: 'settings/freight/:id',
    title: '运费模板详情',
    needs: 'goods:read',
    load: async () => (await import('../modules/trade/freight/FreightPage.tsx')).EditFreightPage,
  },
  {
    path: 'settings/points',
    title: '积分与新客礼',
    needs: 'settings:read',
    words: 'jifen dikou 积分规则 余额',
    load: async () => (await import('../modules/trade/purse/PointsSettings.tsx')).PointsSettings,
  },
  {
    path: 'settings/texts',
    title: '协议与隐私',
    needs: 'settings:read',
    words: 'xieyi yinsi 用户协议 隐私政策',
    load: async () => (await import('../modules/identity/tenant/ShopTexts.tsx')).ShopTexts,
  },
  {
    path: 'settings/wechat',
    title: '微信接入',
    needs: 'settings:read',
    words: 'weixin 支付 商户号 小程序 公众号',
    load: async () => (await import('../modules/identity/tenant/WechatConnection.tsx')).WechatConnection,
  },
  {
    path: 'settings/notices',
    title: '订阅消息',
    needs: 'settings:read',
    words: 'dingyue tongzhi 发货通知 模板消息 服务通知',
    load: async () => (await import('../modules/identity/notice/NoticesPage.tsx')).NoticesPage,
  },
  {
    path: 'settings/staff',
    title: '员工与权限',
    needs: 'staff:manage',
    words: 'yuangong 店员 账号',
    load: async () => (await import('../modules/identity/staff/StaffAccounts.tsx')).StaffAccounts,
  },
  {
    path: 'settings/security',
    title: '登录安全',
    needs: 'staff:manage',
    words: 'anquan 密码 动态验证码',
    load: async () => (await import('../modules/identity/staff/SecurityPolicy.tsx')).SecurityPolicy,
  },
  {
    path: 'settings/keys',
    title: '接口密钥',
    needs: 'staff:manage',
    words: 'miyao API ERP',
    load: async () => (await import('../modules/identity/staff/AppKeys.tsx')).AppKeys,
  },
  {
    path: 'settings/tasks',
    title: '后台任务',
    needs: 'settings:read',
    words: 'renwu 失败 重试',
    load: async () => (await import('../modules/insight/system/StuckJobs.tsx')).StuckJobs,
  },
  {
    path: 'settings/audit',
    title: '操作日志',
    needs: 'audit:read',
    words: 'rizhi 记录 审计',
    load: async () => (await import('../modules/identity/staff/AuditLog.tsx')).AuditLog,
  },
  {
    path: 'account',
    title: '账号安全',
    words: 'zhanghao 修改密码 动态验证码 登录的设备',
    action: true,
    load: async () => (await import('../modules/identity/staff/account/AccountPage.tsx')).AccountPage,
  },
];

/** Every page. A new one stands here once, and nowhere else. */
export const TREE: Tree = [
  {
    name: 'overview',
    title: '概况',
    icon: <HomeOutlined />,
    pages: [
      {
        path: '',
        title: '今日',
        needs: 'order:read',
        words: 'jinri 首页 数据',
        load: async () => (await import('../modules/insight/today/TodayPage.tsx')).TodayPage,
      },
      {
        path: 'trends',
        title: '趋势',
        needs: 'order:read',
        words: 'qushi 数据 报表 销售额',
        load: async () => (await import('../modules/insight/today/TrendsPage.tsx')).TrendsPage,
      },
    ],
  },
  { name: 'goods', title: '商品', icon: <AppstoreOutlined />, pages: GOODS },
  { name: 'orders', title: '订单', icon: <OrderedListOutlined />, pages: ORDERS },
  { name: 'promotion', title: '营销', icon: <GiftOutlined />, pages: PROMOTIONS },
  { name: 'customers', title: '客户', icon: <TeamOutlined />, pages: CUSTOMERS },
  { name: 'settings', title: '设置', icon: <SettingOutlined />, pages: SETTINGS },
];

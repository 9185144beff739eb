import {
  AccountBookOutlined,
  AppstoreOutlined,
  HomeOutlined,
  InboxOutlined,
  OrderedListOutlined,
  RollbackOutlined,
  SettingOutlined,
  TagsOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Permission } from '../session.tsx';

export interface Place {
  /** DOM id of the menu link. */
  id: string;
  to: string;
  label: string;
  icon: ReactNode;
  /** Who sees it; the server refuses the rest anyway. */
  needs: Permission;
  /** What else a person may type to find it. */
  words: string;
}
export interface PlaceGroup {
  title: string;
  places: Place[];
}

/** The left menu in the order of a merchant's work. */
export const PLACES: PlaceGroup[] = [
  {
    title: '概况',
    places: [
      {
        id: 'menu-today',
        to: '/',
        label: '今日',
        icon: <HomeOutlined />,
        needs: 'order:read',
        words: 'jinri 首页 数据',
      },
    ],
  },
  {
    title: '商品',
    places: [
      {
        id: 'menu-goods',
        to: '/goods',
        label: '商品管理',
        icon: <AppstoreOutlined />,
        needs: 'goods:read',
        words: 'shangpin 上架 下架',
      },
      {
        id: 'menu-categories',
        to: '/goods/categories',
        label: '商品分类',
        icon: <TagsOutlined />,
        needs: 'goods:read',
        words: 'fenlei 类目',
      },
      {
        id: 'menu-stock',
        to: '/stock',
        label: '库存',
        icon: <InboxOutlined />,
        needs: 'stock:read',
        words: 'kucun 入库 盘点',
      },
    ],
  },
  {
    title: '订单',
    places: [
      {
        id: 'menu-orders',
        to: '/orders',
        label: '订单管理',
        icon: <OrderedListOutlined />,
        needs: 'order:read',
        words: 'dingdan 发货',
      },
      {
        id: 'menu-refunds',
        to: '/refunds',
        label: '退款售后',
        icon: <RollbackOutlined />,
        needs: 'order:read',
        words: 'tuikuan 退货',
      },
      {
        id: 'menu-reconciliation',
        to: '/reconciliation',
        label: '对账',
        icon: <AccountBookOutlined />,
        needs: 'finance:read',
        words: 'duizhang 账单',
      },
    ],
  },
  {
    title: '设置',
    places: [
      {
        id: 'menu-settings',
        to: '/settings',
        label: '店铺设置',
        icon: <SettingOutlined />,
        needs: 'settings:read',
        words: 'shezhi 运费 员工 微信 密钥',
      },
    ],
  },
];

/** The menu entry that a path belongs to: the longest that begins it. */
export function placeOf(path: string): Place | undefined {
  return PLACES.flatMap((group) => group.places)
    .filter(({ to }) => path === to || (to !== '/' && path.startsWith(`${to}/`)))
    .sort((a, b) => b.to.length - a.to.length)[0];
}

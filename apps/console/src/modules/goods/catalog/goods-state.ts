import type { Item } from '@jishi/api-client';
import type { StatusLook } from '../../../parts/StatusTag.tsx';

export type GoodsRow = Item<'listAdminGoods'>;
export const GOODS_STATES: Record<GoodsRow['state'], StatusLook> = {
  on: { text: '售卖中', color: 'success' },
  off: { text: '已下架', color: 'default' },
  draft: { text: '草稿', color: 'warning' },
};

/** What the confirmation says before goods change their state. */
export const stateQuestion = (count: number, state: 'on' | 'off') =>
  state === 'on'
    ? {
        title: `上架 ${count} 件商品？`,
        text: '上架后买家立即可以看到和购买。没有库存的规格会显示为售罄。',
        okText: '上架',
        danger: false,
      }
    : {
        title: `下架 ${count} 件商品？`,
        text: '下架后买家不能再下单，购物车里的会显示失效；已下的订单不受影响，随时可以重新上架。',
        okText: '下架',
        danger: true,
      };

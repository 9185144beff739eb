import type { Item } from '@jishi/api-client';
import type { StatusLook } from '../../../parts/StatusTag.tsx';

export type GoodsRow = Item<'listAdminGoods'>;
export const GOODS_STATES: Record<GoodsRow['state'], StatusLook> = {
  on: { text: '售卖中', color: 'success' },
  off: { text: '已下架', color: 'default' },
  draft: { text: '草稿', color: 'warning' },
  bin: { text: '回收站', color: 'default' },
};

export type StateChange = 'on' | 'off' | 'bin' | 'restore';
/** What was done, after "3 件". */
export const DONE_WORDS: Record<StateChange, string> = {
  on: '已上架',
  off: '已下架',
  bin: '已移入回收站',
  restore: '已恢复',
};

const TEXTS: Record<StateChange, { ask: string; text: string; okText: string; danger: boolean }> = {
  on: {
    ask: '上架',
    text: '上架后买家立即可以看到和购买。没有库存的规格会显示为售罄。',
    okText: '上架',
    danger: false,
  },
  off: {
    ask: '下架',
    text: '下架后买家不能再下单，购物车里的会显示失效；已下的订单不受影响，随时可以重新上架。',
    okText: '下架',
    danger: true,
  },
  bin: {
    ask: '移入回收站',
    text: '在售的会先下架。商品、库存和已下的订单都还在，可以在「回收站」里恢复。',
    okText: '移入回收站',
    danger: true,
  },
  restore: {
    ask: '恢复',
    text: '恢复后是「已下架」或「草稿」，确认无误再上架。',
    okText: '恢复',
    danger: false,
  },
};

/** What the confirmation says before goods change their state. */
export function stateQuestion(count: number, state: StateChange) {
  const { ask, ...words } = TEXTS[state];
  return { title: `${ask} ${count} 件商品？`, ...words };
}

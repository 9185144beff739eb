import { ApiProblem } from '@jishi/api-client';
import { adjustStock, createGoods, setGoodsState, updateGoods } from '@jishi/api-client/admin';
import { useChanges } from '@jishi/api-client/react';
import { useState } from 'react';
import { ask, tell } from '../../../parts/ask.ts';
import { type AdminGoods, bodyOf, firstStock, type GoodsDraft, retiredCount } from './goods-form.ts';
import { withCodes } from './spec-matrix.ts';

export interface Saved {
  goods: AdminGoods;
  /** What did not go with it, as a sentence; the product itself is saved. */
  trouble: string | null;
}

/** Sends a product: creates or replaces it, puts first pieces of new SKUs on the shelf, and on sale when asked. */
export function useSaveGoods(existing: AdminGoods | null) {
  const change = useChanges();
  const [codePrefix] = useState(() => `G${Date.now().toString(36).toUpperCase()}`);
  /** Null when the person thought better of it. Rejects with ApiProblem when nothing was saved. */
  return async (typed: GoodsDraft, thenOnSale: boolean): Promise<Saved | null> => {
    const draft = { ...typed, matrix: { ...typed.matrix, skus: withCodes(typed.matrix.skus, codePrefix) } };
    const retired = existing ? retiredCount(draft, existing) : 0;
    if (retired > 0 && !(await askRetire(retired))) return null;
    const body = bodyOf(draft);
    const goods = existing
      ? await change(updateGoods, { path: { id: existing.id }, body: { ...body, version: existing.version } })
      : await change(createGoods, { body });
    const trouble = await follow(change, draft, goods, thenOnSale);
    if (!trouble) tell(thenOnSale ? '已保存并上架' : '已保存');
    return { goods, trouble };
  };
}

type Send = ReturnType<typeof useChanges>;

/** What comes after the save; a failure here must not look as if the product were lost. */
async function follow(change: Send, draft: GoodsDraft, goods: AdminGoods, thenOnSale: boolean): Promise<string | null> {
  const failed: string[] = [];
  for (const { skuId, pieces } of firstStock(draft, goods)) {
    try {
      await change(adjustStock, {
        path: { skuId },
        body: { change: pieces, reason: 'receive', note: '新建规格首次入库' },
      });
    } catch (problem) {
      failed.push(`首次入库未完成（${sentence(problem)}），请到库存页补录`);
      break;
    }
  }
  if (thenOnSale)
    try {
      await change(setGoodsState, { body: { ids: [goods.id], state: 'on' } });
    } catch (problem) {
      failed.push(`上架未完成（${sentence(problem)}）`);
    }
  return failed.length > 0 ? `商品已保存，但${failed.join('；')}。` : null;
}

const sentence = (problem: unknown): string => (problem instanceof ApiProblem ? problem.message : '请稍后重试');

const askRetire = (count: number): Promise<boolean> =>
  ask({
    title: `停售 ${count} 个规格？`,
    text: '规格表里去掉的规格会立即停售，购物车里的会失效；已下的订单不受影响。停售后不能恢复，只能重新添加。',
    okText: '停售并保存',
    danger: true,
  });

import { ApiProblem } from '@jishi/api-client';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api } from '../../../api.ts';
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
  const cache = useQueryClient();
  const [codePrefix] = useState(() => `G${Date.now().toString(36).toUpperCase()}`);
  const keyFor = useRepeatKey();
  /** Null when the person thought better of it. Rejects with ApiProblem when nothing was saved. */
  return async (typed: GoodsDraft, thenOnSale: boolean): Promise<Saved | null> => {
    const draft = { ...typed, matrix: { ...typed.matrix, skus: withCodes(typed.matrix.skus, codePrefix) } };
    const retired = existing ? retiredCount(draft, existing) : 0;
    if (retired > 0 && !(await askRetire(retired))) return null;
    const body = bodyOf(draft);
    const goods = existing
      ? await api.updateGoods({ path: { id: existing.id }, body: { ...body, version: existing.version } })
      : await api.createGoods({ body, idempotencyKey: keyFor(JSON.stringify(body)) });
    const trouble = await follow(draft, goods, thenOnSale);
    await Promise.all([
      cache.invalidateQueries({ queryKey: ['goods'] }),
      cache.invalidateQueries({ queryKey: ['stock'] }),
      cache.invalidateQueries({ queryKey: ['today'] }),
    ]);
    if (!trouble) tell(thenOnSale ? '已保存并上架' : '已保存');
    return { goods, trouble };
  };
}

/** One key for one content: a save that is repeated after its answer was lost does not make a second product. */
function useRepeatKey(): (content: string) => string {
  const last = useRef({ content: '', key: '' });
  return (content) => {
    if (last.current.content !== content) last.current = { content, key: newKey() };
    return last.current.key;
  };
}

/** Not `crypto.randomUUID`: a shop behind plain http in its own network has none. */
const newKey = (): string => `goods-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

/** What comes after the save; a failure here must not look as if the product were lost. */
async function follow(draft: GoodsDraft, goods: AdminGoods, thenOnSale: boolean): Promise<string | null> {
  const failed: string[] = [];
  for (const { skuId, pieces } of firstStock(draft, goods)) {
    try {
      // The key ties the pieces to the SKU, so that a repeat of this save cannot shelve them twice.
      await api.adjustStock({
        path: { skuId },
        body: { change: pieces, reason: 'receive', note: '新建规格首次入库' },
        idempotencyKey: `first-${skuId}`,
      });
    } catch (problem) {
      failed.push(`首次入库未完成（${sentence(problem)}），请到库存页补录`);
      break;
    }
  }
  if (thenOnSale)
    try {
      await api.setGoodsState({ body: { ids: [goods.id], state: 'on' } });
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

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api.ts';
import { ask, tell, tellProblem } from '../../../parts/ask.ts';
import { stateQuestion } from './goods-state.ts';

/** Puts goods on sale, takes them off, or deletes a draft, each after one question; `change` is true when it was done. */
export function useGoodsState() {
  const cache = useQueryClient();
  const [busy, setBusy] = useState(false);
  const change = async (ids: string[], state: 'on' | 'off'): Promise<boolean> => {
    if (!(await ask(stateQuestion(ids.length, state)))) return false;
    setBusy(true);
    try {
      const { changed } = await api.setGoodsState({ body: { ids, state } });
      const already = ids.length - changed;
      tell(`${changed} 件已${state === 'on' ? '上架' : '下架'}${already > 0 ? `，${already} 件本来就是` : ''}`);
      await cache.invalidateQueries({ queryKey: ['goods'] });
      return true;
    } catch (problem) {
      tellProblem(problem);
      return false;
    } finally {
      setBusy(false);
    }
  };
  const remove = async (goods: { id: string; title: string }): Promise<void> => {
    const text = '只有从未上架、没有库存的草稿可以删除，删除后不能恢复。';
    if (!(await ask({ title: `删除草稿「${goods.title}」？`, text, okText: '删除', danger: true }))) return;
    setBusy(true);
    try {
      await api.deleteGoods({ path: { id: goods.id } });
      tell('草稿已删除');
      await cache.invalidateQueries({ queryKey: ['goods'] });
    } catch (problem) {
      tellProblem(problem);
    } finally {
      setBusy(false);
    }
  };
  return { change, remove, busy };
}

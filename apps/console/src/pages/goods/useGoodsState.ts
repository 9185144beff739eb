import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api.ts';
import { ask, tell, tellProblem } from '../../parts/ask.ts';
import { stateQuestion } from './goods-state.ts';

/** Puts goods on sale or takes them off after one question; true when it was done. */
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
  return { change, busy };
}

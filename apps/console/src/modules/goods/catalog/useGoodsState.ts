import { deleteGoods, setGoodsState } from '@jishi/api-client/admin';
import { useChange } from '@jishi/api-client/react';
import { ask, tell } from '../../../parts/ask.ts';
import { stateQuestion } from './goods-state.ts';

/** Puts goods on sale, takes them off, or deletes a draft, each after one question; `change` is true when it was done. */
export function useGoodsState() {
  const turn = useChange(setGoodsState, {
    onDone: ({ changed }, { body: { ids, state } }) => {
      const already = ids.length - changed;
      tell(`${changed} 件已${state === 'on' ? '上架' : '下架'}${already > 0 ? `，${already} 件本来就是` : ''}`);
    },
  });
  const drop = useChange(deleteGoods, { onDone: () => tell('草稿已删除') });
  const change = async (ids: string[], state: 'on' | 'off'): Promise<boolean> =>
    (await ask(stateQuestion(ids.length, state))) && turn.run({ body: { ids, state } });
  const remove = async (goods: { id: string; title: string }): Promise<void> => {
    const text = '只有从未上架、没有库存的草稿可以删除，删除后不能恢复。';
    if (await ask({ title: `删除草稿「${goods.title}」？`, text, okText: '删除', danger: true }))
      await drop.run({ path: { id: goods.id } });
  };
  return { change, remove, busy: turn.busy || drop.busy };
}

import { deleteGoods, setGoodsState } from '@jishi/api-client/admin';
import { useChange } from '@jishi/api-client/react';
import { ask, tell } from '../../../parts/ask.ts';
import { DONE_WORDS, type StateChange, stateQuestion } from './goods-state.ts';

/** Changes the state of goods, or deletes a draft for good, each after one question; `change` is true when it was done. */
export function useGoodsState() {
  const turn = useChange(setGoodsState, {
    onDone: ({ changed }, { body: { ids, state } }) => {
      const already = ids.length - changed;
      tell(`${changed} 件${DONE_WORDS[state]}${already > 0 ? `，${already} 件本来就是` : ''}`);
    },
  });
  const drop = useChange(deleteGoods, { onDone: () => tell('商品已彻底删除') });
  const change = async (ids: string[], state: StateChange): Promise<boolean> =>
    (await ask(stateQuestion(ids.length, state))) && turn.run({ body: { ids, state } });
  const remove = async (goods: { id: string; title: string }): Promise<void> => {
    const text = '只有从未上架、没有库存的商品可以彻底删除，删除后不能恢复。';
    if (await ask({ title: `彻底删除「${goods.title}」？`, text, okText: '彻底删除', danger: true }))
      await drop.run({ path: { id: goods.id } });
  };
  return { change, remove, busy: turn.busy || drop.busy };
}

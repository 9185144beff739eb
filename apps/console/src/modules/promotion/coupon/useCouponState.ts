import { deleteCoupon, setCouponState } from '@jishi/api-client/admin';
import { useChange } from '@jishi/api-client/react';
import { ask, tell } from '../../../parts/ask.ts';
import type { AdminCoupon } from './coupon-form.ts';

type Coupon = Pick<AdminCoupon, 'id' | 'name' | 'state' | 'words'>;

/** Begins to issue a coupon, stops it, or deletes a draft, each after one question. */
export function useCouponState() {
  const turn = useChange(setCouponState, {
    onDone: ({ state }) => tell(state === 'issuing' ? '已开始发放，顾客现在就能领取' : '已停止发放'),
  });
  const drop = useChange(deleteCoupon, { onDone: () => tell('草稿已删除') });
  const issue = async ({ id, name, state, words }: Coupon): Promise<void> => {
    const question = {
      title: `${state === 'draft' ? '开始' : '继续'}发放「${name}」？`,
      text: `${words.title}，${words.validity}。开始发放后，优惠内容和使用条件不能再改，只能增加数量、延后结束时间或停止发放。`,
      okText: state === 'draft' ? '开始发放' : '继续发放',
    };
    if (await ask(question)) await turn.run({ path: { id }, body: { state: 'issuing' } });
  };
  const stop = async ({ id, name }: Coupon): Promise<void> => {
    const text = '停止后不能再领取；已领的券仍可在有效期内使用。之后可以继续发放。';
    if (await ask({ title: `停止发放「${name}」？`, text, okText: '停止发放', danger: true }))
      await turn.run({ path: { id }, body: { state: 'stopped' } });
  };
  const remove = async ({ id, name }: Coupon): Promise<void> => {
    if (await ask({ title: `删除草稿「${name}」？`, text: '删除后不能恢复。', okText: '删除', danger: true }))
      await drop.run({ path: { id } });
  };
  return { issue, stop, remove, busy: turn.busy || drop.busy };
}

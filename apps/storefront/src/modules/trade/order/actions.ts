import { api } from '../../../api/client';
import { asProblem } from '../../../hooks/useLoad';
import { confirmAsk, toast } from '../../../parts/toast';

/** Asks, does it, says how it went; true when done. */
async function asked(
  question: Parameters<typeof confirmAsk>[0],
  work: () => Promise<unknown>,
  done: string,
): Promise<boolean> {
  if (!(await confirmAsk(question))) return false;
  try {
    await work();
    toast(done);
    return true;
  } catch (error) {
    toast(asProblem(error).message);
    return false;
  }
}

export const confirmReceipt = (id: string): Promise<boolean> =>
  asked(
    { title: '确认已收到商品？', text: '确认后交易完成', confirmText: '确认收货' },
    () => api.confirmReceipt({ path: { id } }),
    '已确认收货',
  );

export const cancelOrder = (id: string): Promise<boolean> =>
  asked(
    { title: '取消这个订单？', text: '保留的库存会释放，需要时可以重新下单', confirmText: '取消订单', danger: true },
    () => api.cancelOrder({ path: { id }, body: { reason: '不想买了' } }),
    '订单已取消',
  );

export const withdrawRefund = (id: string): Promise<boolean> =>
  asked(
    { title: '撤销退款申请？', text: '撤销后订单继续，需要时可以重新申请', confirmText: '撤销申请' },
    () => api.withdrawRefund({ path: { id } }),
    '已撤销申请',
  );

import { useChange } from '@jishi/api-client/react';
import { cancelOrder, confirmReceipt, withdrawRefund } from '@jishi/api-client/shop';
import { confirmAsk, toast } from '../../../parts/toast';

/** What a shopper can do with an order or a refund: asks first, does it, says how it went. */
export function useOrderActions() {
  const receipt = useChange(confirmReceipt, { onDone: () => toast('已确认收货') });
  const cancellation = useChange(cancelOrder, { onDone: () => toast('订单已取消') });
  const withdrawal = useChange(withdrawRefund, { onDone: () => toast('已撤销申请') });
  return {
    async receive(id: string) {
      const question = { title: '确认已收到商品？', text: '确认后交易完成', confirmText: '确认收货' };
      if (await confirmAsk(question)) await receipt.run({ path: { id } });
    },
    async cancel(id: string) {
      const text = '保留的库存会释放，需要时可以重新下单';
      const question = { title: '取消这个订单？', text, confirmText: '取消订单', danger: true };
      if (await confirmAsk(question)) await cancellation.run({ path: { id }, body: { reason: '不想买了' } });
    },
    async withdraw(id: string) {
      const text = '撤销后订单继续，需要时可以重新申请';
      if (await confirmAsk({ title: '撤销退款申请？', text, confirmText: '撤销申请' }))
        await withdrawal.run({ path: { id } });
    },
  };
}

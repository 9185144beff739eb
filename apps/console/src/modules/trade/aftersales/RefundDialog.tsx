import { useQuery } from '@tanstack/react-query';
import { Form, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { api } from '../../../api.ts';
import { useSending } from '../../../form/useSending.ts';
import { tell } from '../../../parts/ask.ts';
import { Money } from '../../../parts/Money.tsx';
import { yuanText } from '../../../parts/money.ts';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { allPieces, chosenLines, type Order, type Pieces, refundable } from '../order/order-words.ts';

/** Gives back the whole order or some pieces of it; the server computes the amount, which is shown before anything is sent. */
export function RefundDialog({
  order,
  onClose,
  onDone,
}: {
  order: Order;
  onClose: () => void;
  onDone: () => Promise<void>;
}) {
  const [form] = Form.useForm<{ reason: string }>();
  const [pieces, setPieces] = useState<Pieces>(() => allPieces(order));
  const lines = chosenLines(pieces);
  const preview = useQuery({
    queryKey: ['refund-preview', order.id, lines],
    queryFn: () => api.previewAdminRefund({ path: { id: order.id }, body: { lines } }),
    enabled: lines.length > 0,
    staleTime: 0,
  });
  const { busy, send } = useSending<{ reason: string }>(form, async ({ reason }) => {
    await api.refundOrder({ path: { id: order.id }, body: { lines, reason: reason.trim() } });
    tell('退款已提交，正在原路退回');
    await onDone();
  });
  const amount = lines.length > 0 ? preview.data : undefined;
  return (
    <Modal
      open
      title="退款给买家"
      okText={amount ? `退款 ${yuanText(amount.amountFen)}` : '退款'}
      cancelText="取消"
      okButtonProps={{ id: 'refund-go', danger: true, disabled: !amount }}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p className="quiet">款项经微信支付原路退回，不能撤回。退回的件数会回到库存。</p>
      <ul className="order-lines">
        {order.lines.map((line, index) => (
          <li key={line.id}>
            <img src={line.picture} alt="" width={40} height={40} />
            <div className="order-line-name">
              <span>{line.title}</span>
              <span className="quiet">
                {line.specs.join(' / ')} 可退 {refundable(line)} 件
              </span>
            </div>
            <InputNumber
              id={`refund-qty-${index}`}
              aria-label={`${line.title} 退款件数`}
              min={0}
              max={refundable(line)}
              precision={0}
              disabled={refundable(line) === 0}
              value={pieces[line.id] ?? 0}
              onChange={(quantity) => setPieces((was) => ({ ...was, [line.id]: quantity ?? 0 }))}
            />
          </li>
        ))}
      </ul>
      <ProblemAlert problem={preview.error} onRetry={preview.refetch} />
      <p className="refund-amount">
        退款金额 {amount ? <Money fen={amount.amountFen} strong /> : '—'}
        {amount && amount.freightFen > 0 && (
          <span className="quiet">
            {' '}
            含运费 <Money fen={amount.freightFen} />
          </span>
        )}
      </p>
      <Form form={form} layout="vertical" onFinish={send} initialValues={{ reason: '协商一致退款' }}>
        <Form.Item
          name="reason"
          label="退款原因"
          rules={[{ required: true, whitespace: true, message: '请填写退款原因' }]}
        >
          <Input maxLength={80} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

import { previewAdminRefund, refundOrder } from '@jishi/api-client/admin';
import { useAsk, useChange } from '@jishi/api-client/react';
import { Alert, Checkbox, Form, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { showProblem } from '../../../form/showProblem.ts';
import { tell } from '../../../parts/ask.ts';
import { Money } from '../../../parts/Money.tsx';
import { yuanText } from '../../../parts/money.ts';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { Thumbnail } from '../../../parts/Thumbnail.tsx';
import { UnsureAlert } from '../../../parts/UnsureAlert.tsx';
import { waitingRefunds } from '../order/order-steps.ts';
import { allPieces, canRefund, chosenLines, type Order, type Pieces, refundable } from '../order/order-words.ts';

/** Gives back the whole order or some pieces of it; the server computes the amount, which is shown before anything is sent. */
export function RefundDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const [form] = Form.useForm<{ reason: string }>();
  const [pieces, setPieces] = useState<Pieces>(() => allPieces(order));
  const [waived, setWaived] = useState(false);
  const lines = chosenLines(pieces);
  const preview = useAsk(
    previewAdminRefund,
    { path: { id: order.id }, body: { lines, waived } },
    { enabled: lines.length > 0, staleTime: 0 },
  );
  const refund = useChange(refundOrder, {
    keepAs: `refund/${order.id}`,
    onDone: () => {
      tell('退款已提交，正在原路退回');
      onClose();
    },
    onProblem: (problem) => showProblem(form, problem),
  });
  const send = ({ reason }: { reason: string }) =>
    refund.run({ path: { id: order.id }, body: { lines, reason: reason.trim(), waived } });
  const amount = lines.length > 0 ? preview.data : undefined;
  return (
    <Modal
      open
      title="退款给买家"
      okText={amount ? `退款 ${yuanText(amount.amountFen)}` : '退款'}
      cancelText="取消"
      okButtonProps={{ id: 'refund-go', danger: true, disabled: !amount || !canRefund(order) }}
      confirmLoading={refund.busy}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p className="quiet">款项按原支付方式退回，不能撤回。退回的件数会回到库存。</p>
      {waitingRefunds(order).length > 0 && (
        <Alert
          type="warning"
          showIcon
          className="dialog-notice"
          title="买家申请的退款还在等您处理"
          description="同意它请在订单的「退款」里点「同意」；这里退的是其余的件数。"
        />
      )}
      {!canRefund(order) && (
        <Alert type="error" showIcon className="dialog-notice" title="订单刚刚变了，已经没有可以直接退的商品" />
      )}
      <ul className="order-lines">
        {order.lines.map((line, index) => (
          <li key={line.id}>
            <Thumbnail src={line.picture} size={40} />
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
      {amount && (amount.terms.length > 0 || waived) && (
        <Alert
          type="info"
          className="dialog-notice"
          id="refund-terms"
          title={amount.terms.map((text) => <div key={text}>{text}</div>)}
          description={
            <Checkbox id="refund-waived" checked={waived} onChange={(event) => setWaived(event.target.checked)}>
              商家原因退款：不收回赠品，不扣金额
            </Checkbox>
          }
        />
      )}
      <UnsureAlert change={refund} />
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

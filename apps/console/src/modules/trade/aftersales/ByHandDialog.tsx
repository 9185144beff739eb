import { payRefundByHand } from '@jishi/api-client/admin';
import { useChanges } from '@jishi/api-client/react';
import { Form, Modal } from 'antd';
import { useSending } from '../../../form/useSending.ts';
import { tell } from '../../../parts/ask.ts';
import { Money } from '../../../parts/Money.tsx';
import { type Proof, ProofFields, proofOf } from './ProofFields.tsx';

/** Ends a refund that WeChat cannot pay: the merchant gave the money back in another way and says how. */
export function ByHandDialog({
  refund,
  onClose,
}: {
  refund: { id: string; amountFen: number; purseFen: number };
  onClose: () => void;
}) {
  const [form] = Form.useForm<Proof>();
  const change = useChanges(`refund-end/${refund.id}`);
  const { busy, send } = useSending<Proof>(form, async (proof) => {
    await change(payRefundByHand, { path: { id: refund.id }, body: proofOf(proof) });
    tell('已登记，退款结束');
    onClose();
  });
  return (
    <Modal
      open
      title="登记线下退款"
      okText="已线下退款，结束退款"
      cancelText="取消"
      okButtonProps={{ danger: true, id: 'by-hand-go' }}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p className="quiet">
        请先用银行转账等方式把 <Money fen={refund.amountFen - refund.purseFen} strong />{' '}
        退给买家，再在这里登记。登记后微信不会再退这笔款，不能撤回。
      </p>
      <Form form={form} layout="vertical" onFinish={send}>
        <ProofFields />
      </Form>
    </Modal>
  );
}

import { approveRefund, rejectRefund, retryRefund } from '@jishi/api-client/admin';
import { useChange, useChanges } from '@jishi/api-client/react';
import { Button, Form, Input, Modal, Space } from 'antd';
import { useState } from 'react';
import { useSending } from '../../../form/useSending.ts';
import { ask, tell } from '../../../parts/ask.ts';
import { Money } from '../../../parts/Money.tsx';
import { useStaff } from '../../../session.tsx';
import type { RefundState } from '../order/order-words.ts';
import { ByHandDialog } from './ByHandDialog.tsx';
import { OtherAccountDialog } from './OtherAccountDialog.tsx';

interface Refund {
  id: string;
  state: RefundState;
  amountFen: number;
  purseFen: number;
  remedies: readonly ('retry' | 'other-account' | 'by-hand')[];
}

/** What staff can do with a refund in its state. */
export function RefundActions({ refund }: { refund: Refund }) {
  const { can } = useStaff();
  const approve = useChange(approveRefund, { onDone: () => tell('已同意，正在原路退回') });
  const retry = useChange(retryRefund, { onDone: () => tell('已重新提交给微信') });
  const [open, setOpen] = useState<'reject' | 'other-account' | 'by-hand' | null>(null);
  if (!can('order:refund')) return null;
  const close = () => setOpen(null);
  const path = { id: refund.id };
  const askApprove = async () => {
    const text = (
      <>
        <Money fen={refund.amountFen} strong /> 会按原支付方式退回买家，不能撤回；对应的商品回到库存。
      </>
    );
    if (await ask({ title: '同意退款？', text, okText: '同意退款', danger: true })) await approve.run({ path });
  };
  return (
    <Space wrap>
      {refund.state === 'requested' && (
        <>
          <Button size="small" onClick={() => setOpen('reject')}>
            拒绝
          </Button>
          <Button size="small" type="primary" loading={approve.busy} id={`approve-${refund.id}`} onClick={askApprove}>
            同意退款
          </Button>
        </>
      )}
      {refund.remedies.includes('retry') && (
        <Button size="small" loading={retry.busy} id={`retry-${refund.id}`} onClick={() => void retry.run({ path })}>
          重新退款
        </Button>
      )}
      {refund.remedies.includes('other-account') && (
        <Button size="small" id={`other-account-${refund.id}`} onClick={() => setOpen('other-account')}>
          改退到其他账户
        </Button>
      )}
      {refund.remedies.includes('by-hand') && (
        <Button size="small" id={`by-hand-${refund.id}`} onClick={() => setOpen('by-hand')}>
          登记线下退款
        </Button>
      )}
      {open === 'reject' && <RejectDialog refund={refund} onClose={close} />}
      {open === 'other-account' && <OtherAccountDialog refund={refund} onClose={close} />}
      {open === 'by-hand' && <ByHandDialog refund={refund} onClose={close} />}
    </Space>
  );
}

function RejectDialog({ refund, onClose }: { refund: Refund; onClose: () => void }) {
  const [form] = Form.useForm<{ reason: string }>();
  const change = useChanges();
  const { busy, send } = useSending<{ reason: string }>(form, async ({ reason }) => {
    await change(rejectRefund, { path: { id: refund.id }, body: { reason: reason.trim() } });
    tell('已拒绝，买家会看到说明');
    onClose();
  });
  return (
    <Modal
      open
      title="拒绝退款"
      okText="拒绝"
      cancelText="取消"
      okButtonProps={{ danger: true, id: 'reject-go' }}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" onFinish={send}>
        <Form.Item
          name="reason"
          label="给买家的说明"
          rules={[{ required: true, whitespace: true, message: '请写明原因，买家会看到' }]}
        >
          <Input.TextArea maxLength={80} autoSize={{ minRows: 2 }} placeholder="例如：商品已打包出库，请收货后再申请" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

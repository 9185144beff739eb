import { Form, Input, Modal } from 'antd';
import { api } from '../../api.ts';
import { useSending } from '../../form/useSending.ts';
import { tell } from '../../parts/ask.ts';
import { Money } from '../../parts/Money.tsx';
import { useStaff } from '../../session.tsx';
import { PictureList } from '../goods/PictureList.tsx';

interface Proof {
  note: string;
  pictures?: string[];
}

/** Ends a refund that WeChat cannot pay: the merchant gave the money back in another way and says how. */
export function ByHandDialog({
  refund,
  onClose,
  onDone,
}: {
  refund: { id: string; amountFen: number };
  onClose: () => void;
  onDone: () => Promise<void>;
}) {
  const { can } = useStaff();
  const [form] = Form.useForm<Proof>();
  const { busy, send } = useSending<Proof>(form, async ({ note, pictures = [] }) => {
    await api.payRefundByHand({
      path: { id: refund.id },
      body: { note: note.trim(), picture: pictures[0] ?? null },
    });
    tell('已登记，退款结束');
    await onDone();
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
        请先用银行转账等方式把 <Money fen={refund.amountFen} strong />{' '}
        退给买家，再在这里登记。登记后微信不会再退这笔款，不能撤回。
      </p>
      <Form form={form} layout="vertical" onFinish={send}>
        <Form.Item
          name="note"
          label="怎么退的"
          extra="买家会看到"
          rules={[{ required: true, whitespace: true, message: '请写明退款方式和时间' }]}
        >
          <Input.TextArea
            maxLength={200}
            autoSize={{ minRows: 2 }}
            placeholder="例如：11 月 27 日已通过银行转账退回，尾号 1234"
          />
        </Form.Item>
        {can('goods:write') && (
          <Form.Item name="pictures" label="凭证图片（可选）">
            <PictureList max={1} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}

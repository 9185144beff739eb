import { useQueryClient } from '@tanstack/react-query';
import { Form, Modal } from 'antd';
import { api } from '../../../api.ts';
import { useSending } from '../../../form/useSending.ts';
import { tell } from '../../../parts/ask.ts';
import { AdjustFields } from './AdjustFields.tsx';
import { type Adjustment, type StockRow, signedChange } from './stock-words.ts';

const BLANK: Adjustment = { direction: 'more', pieces: null, reason: 'receive', note: '' };

/** Adds or takes pieces of one SKU, showing what will be left before it is sent. */
export function AdjustDialog({ row, onClose }: { row: StockRow; onClose: () => void }) {
  const [form] = Form.useForm<Adjustment>();
  const cache = useQueryClient();
  const typed = Form.useWatch([], form) as Partial<Adjustment> | undefined;
  const change = signedChange(typed ?? {});
  const { busy, send } = useSending<Adjustment>(form, async (given) => {
    const after = await api.adjustStock({
      path: { skuId: row.skuId },
      body: { change: signedChange(given) ?? 0, reason: given.reason, note: given.note.trim() },
    });
    tell(`已调整，现有 ${after.onHand} 件，可售 ${after.available} 件`);
    onClose();
    await Promise.all(['stock', 'goods', 'today'].map((key) => cache.invalidateQueries({ queryKey: [key] })));
  });
  return (
    <Modal
      open
      title="调整库存"
      okText={change === null || change === 0 ? '调整' : change > 0 ? `增加 ${change} 件` : `减少 ${-change} 件`}
      okButtonProps={{ danger: (change ?? 0) < 0, id: 'stock-go' }}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p className="adjust-what">
        <strong>{row.title}</strong>
        <span className="quiet">
          {row.specs.join(' / ') || '默认规格'} · {row.code} · 现有 {row.onHand} 件，占用 {row.reserved} 件
        </span>
      </p>
      <Form
        form={form}
        layout="vertical"
        onFinish={send}
        initialValues={BLANK}
        onValuesChange={({ direction }: Partial<Adjustment>) => {
          if (!direction) return;
          form.setFieldValue('reason', direction === 'more' ? 'receive' : 'damage');
          if (form.getFieldValue('pieces') !== null) form.validateFields(['pieces']).catch(() => {});
        }}
      >
        <AdjustFields row={row} change={change} />
      </Form>
    </Modal>
  );
}

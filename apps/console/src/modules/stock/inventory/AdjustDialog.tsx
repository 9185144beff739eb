import { adjustStock } from '@jishi/api-client/admin';
import { useChange } from '@jishi/api-client/react';
import { Form, Modal } from 'antd';
import { showProblem } from '../../../form/showProblem.ts';
import { tell } from '../../../parts/ask.ts';
import { UnsureAlert } from '../../../parts/UnsureAlert.tsx';
import { AdjustFields } from './AdjustFields.tsx';
import { type Adjustment, type StockRow, signedChange } from './stock-words.ts';

const BLANK: Adjustment = { direction: 'more', pieces: null, reason: 'receive', note: '' };

/** Adds or takes pieces of one SKU, showing what will be left before it is sent. */
export function AdjustDialog({ row, onClose }: { row: StockRow; onClose: () => void }) {
  const [form] = Form.useForm<Adjustment>();
  const typed = Form.useWatch([], form) as Partial<Adjustment> | undefined;
  const change = signedChange(typed ?? {});
  const adjust = useChange(adjustStock, {
    onDone: (after) => {
      tell(`已调整，现有 ${after.onHand} 件，可售 ${after.available} 件`);
      onClose();
    },
    onProblem: (problem) => showProblem(form, problem),
  });
  const send = (given: Adjustment) =>
    adjust.run({
      path: { skuId: row.skuId },
      body: { change: signedChange(given) ?? 0, reason: given.reason, note: given.note.trim() },
    });
  return (
    <Modal
      open
      title="调整库存"
      okText={change === null || change === 0 ? '调整' : change > 0 ? `增加 ${change} 件` : `减少 ${-change} 件`}
      okButtonProps={{ danger: (change ?? 0) < 0, id: 'stock-go' }}
      confirmLoading={adjust.busy}
      onOk={form.submit}
      onCancel={onClose}
    >
      <UnsureAlert change={adjust} />
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

import { useQueryClient } from '@tanstack/react-query';
import { Form, Input, InputNumber, Modal, Segmented, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { showProblem } from '../../form/showProblem.ts';
import { tell } from '../../parts/ask.ts';
import { ADJUST_REASONS, type AdjustReason, changeTrouble, type StockRow } from './stock-words.ts';

interface Adjustment {
  direction: 'more' | 'less';
  /** Pieces, above 0. */
  pieces: number | null;
  reason: AdjustReason;
  note: string;
}
const signed = ({ direction, pieces }: Partial<Adjustment>): number | null =>
  typeof pieces === 'number' ? (direction === 'less' ? -pieces : pieces) : null;

/** Adds or takes pieces of one SKU, showing what will be left before it is sent. */
export function AdjustDialog({ row, onClose }: { row: StockRow; onClose: () => void }) {
  const [form] = Form.useForm<Adjustment>();
  const [busy, setBusy] = useState(false);
  const cache = useQueryClient();
  const typed = Form.useWatch([], form) as Partial<Adjustment> | undefined;
  const change = signed(typed ?? {});
  const send = async (given: Adjustment) => {
    const pieces = signed(given);
    if (pieces === null) return;
    setBusy(true);
    try {
      const after = await api.adjustStock({
        path: { skuId: row.skuId },
        body: { change: pieces, reason: given.reason, note: given.note.trim() },
      });
      tell(`已调整,现有 ${after.onHand} 件,可售 ${after.available} 件`);
      await Promise.all([
        cache.invalidateQueries({ queryKey: ['stock'] }),
        cache.invalidateQueries({ queryKey: ['goods'] }),
      ]);
      onClose();
    } catch (problem) {
      showProblem(form, problem);
    } finally {
      setBusy(false);
    }
  };
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
          {row.specs.join(' / ') || '默认规格'} · {row.code} · 现有 {row.onHand} 件,占用 {row.reserved} 件
        </span>
      </p>
      <Form
        form={form}
        layout="vertical"
        onFinish={send}
        initialValues={{ direction: 'more', pieces: null, reason: 'receive', note: '' } satisfies Adjustment}
        onValuesChange={(changed: Partial<Adjustment>) => {
          if (changed.direction) form.setFieldValue('reason', changed.direction === 'more' ? 'receive' : 'damage');
          if (changed.direction) form.validateFields(['pieces']).catch(() => {});
        }}
      >
        <Form.Item name="direction" label="方向">
          <Segmented
            block
            options={[
              { value: 'more', label: '增加' },
              { value: 'less', label: '减少' },
            ]}
          />
        </Form.Item>
        <Form.Item
          name="pieces"
          label="数量(件)"
          extra={
            change !== null &&
            changeTrouble(change, row) === null &&
            `调整后现有 ${row.onHand + change} 件,可售 ${row.available + change} 件`
          }
          rules={[
            ({ getFieldsValue }) => ({
              validator: () => {
                const trouble = changeTrouble(signed(getFieldsValue()), row);
                return trouble === null ? Promise.resolve() : Promise.reject(new Error(trouble));
              },
            }),
          ]}
        >
          <InputNumber id="stock-pieces" autoFocus min={1} max={1_000_000} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="reason" label="原因">
          <Select options={Object.entries(ADJUST_REASONS).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
        <Form.Item name="note" label="备注" extra="会记入操作日志。">
          <Input.TextArea maxLength={100} showCount autoSize={{ minRows: 2 }} placeholder="如:第 3 批到货" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

import { Form, Input, InputNumber, Segmented, Select } from 'antd';
import { ADJUST_REASONS, type Adjustment, changeTrouble, type StockRow, signedChange } from './stock-words.ts';

/** Direction, pieces, reason and note of an adjustment; says what will be left. */
export const AdjustFields = ({ row, change }: { row: StockRow; change: number | null }) => (
  <>
    <Form.Item<Adjustment> name="direction" label="方向">
      <Segmented
        block
        options={[
          { value: 'more', label: '增加' },
          { value: 'less', label: '减少' },
        ]}
      />
    </Form.Item>
    <Form.Item<Adjustment>
      name="pieces"
      label="数量（件）"
      htmlFor="stock-pieces"
      extra={
        change !== null &&
        changeTrouble(change, row) === null &&
        `调整后现有 ${row.onHand + change} 件，可售 ${row.available + change} 件`
      }
      rules={[
        ({ getFieldsValue }) => ({
          validator: () => {
            const trouble = changeTrouble(signedChange(getFieldsValue()), row);
            return trouble === null ? Promise.resolve() : Promise.reject(new Error(trouble));
          },
        }),
      ]}
    >
      <InputNumber id="stock-pieces" autoFocus min={1} max={1_000_000} precision={0} style={{ width: '100%' }} />
    </Form.Item>
    <Form.Item<Adjustment> name="reason" label="原因">
      <Select options={Object.entries(ADJUST_REASONS).map(([value, label]) => ({ value, label }))} />
    </Form.Item>
    <Form.Item<Adjustment> name="note" label="备注" extra="会记入操作日志。">
      <Input.TextArea maxLength={100} showCount autoSize={{ minRows: 2 }} placeholder="如：第 3 批到货" />
    </Form.Item>
  </>
);

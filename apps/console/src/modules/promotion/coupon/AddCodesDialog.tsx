import type { BodyOf } from '@jishi/api-client';
import { addCodes } from '@jishi/api-client/admin';
import { useChanges } from '@jishi/api-client/react';
import { Form, Input, InputNumber, Modal, Radio } from 'antd';
import { useSending } from '../../../form/useSending.ts';
import { tell } from '../../../parts/ask.ts';
import { type AdminCoupon, BATCH_KINDS } from './coupon-form.ts';

interface Typed {
  kind: BodyOf<'addCodes'>['kind'];
  count: number | null;
  lines: string;
  code: string;
}
const bodyOf = ({ kind, count, lines, code }: Typed): BodyOf<'addCodes'> =>
  kind === 'made'
    ? { kind, count: count ?? 0 }
    : kind === 'uploaded'
      ? { kind, lines: lines.split(/\r?\n/) }
      : { kind, code };
const DONE: Record<Typed['kind'], string> = {
  made: '正在生成，完成后可以导出',
  uploaded: '已添加兑换码',
  shared: '已添加通用码',
};

/** Adds codes: made by the server, a list of one's own, or one for everybody. */
export function AddCodesDialog({ coupon, onClose }: { coupon: Pick<AdminCoupon, 'id'>; onClose: () => void }) {
  const [form] = Form.useForm<Typed>();
  const kind = Form.useWatch('kind', { form, preserve: true }) ?? 'made';
  const change = useChanges();
  const { busy, send } = useSending<Typed>(form, async () => {
    const typed = form.getFieldsValue(true) as Typed;
    await change(addCodes, { path: { id: coupon.id }, body: bodyOf(typed) });
    tell(DONE[typed.kind]);
    onClose();
  });
  return (
    <Modal
      open
      title="添加兑换码"
      okText="添加"
      cancelText="取消"
      okButtonProps={{ loading: busy, id: 'codes-go' }}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ kind: 'made', count: 100, lines: '', code: '' } satisfies Typed}
        onFinish={send}
      >
        <Form.Item name="kind">
          <Radio.Group
            optionType="button"
            options={Object.entries(BATCH_KINDS).map(([value, label]) => ({ value, label }))}
          />
        </Form.Item>
        {kind === 'made' && (
          <Form.Item
            name="count"
            label="生成多少个"
            extra="每个码 12 位，只能用一次；生成后导出表格"
            rules={[{ required: true, message: '请填写 1 到 100,000 之间的数量' }]}
          >
            <InputNumber min={1} max={100_000} precision={0} addonAfter="个" style={{ width: 180 }} />
          </Form.Item>
        )}
        {kind === 'uploaded' && (
          <Form.Item
            name="lines"
            label="兑换码"
            extra="一行一个，8 到 32 位字母或数字，一次最多 10,000 个；大小写、空格和横线不影响"
          >
            <Input.TextArea rows={8} placeholder={'WINTER-0001\nWINTER-0002'} />
          </Form.Item>
        )}
        {kind === 'shared' && (
          <Form.Item
            name="code"
            label="通用码"
            extra="所有人用同一个码，每人按「每人限领」兑换；4 到 20 个字"
            rules={[{ required: true, whitespace: true, message: '请填写通用码' }]}
          >
            <Input maxLength={20} placeholder="例如：冬至快乐" />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}

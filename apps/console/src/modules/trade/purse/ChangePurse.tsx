import { changePurse } from '@jishi/api-client/admin';
import { useChange } from '@jishi/api-client/react';
import { Form, Input, InputNumber, Modal, Segmented } from 'antd';
import { showProblem } from '../../../form/showProblem.ts';
import { YuanInput } from '../../../form/YuanInput.tsx';
import { tell } from '../../../parts/ask.ts';
import { UnsureAlert } from '../../../parts/UnsureAlert.tsx';
import { amountText, changeTrouble, type Pocket, type PurseChange, signedAmount } from './purse-words.ts';

const BLANK: PurseChange = { direction: 'more', amount: null, reason: '' };

/** Gives a customer something or takes it back, showing what they will have before it is sent; the server asks for the password. */
export function ChangePurse({
  customerId,
  pocket,
  onClose,
}: {
  customerId: string;
  pocket: Pocket;
  onClose: () => void;
}) {
  const [form] = Form.useForm<PurseChange>();
  const typed = Form.useWatch([], form) as Partial<PurseChange> | undefined;
  const change = signedAmount(typed ?? {});
  const sending = useChange(changePurse, {
    onDone: (after) => {
      tell(`已调整，${after.label}现有 ${amountText(after, after.holds)}`);
      onClose();
    },
    onProblem: (problem) => showProblem(form, problem),
  });
  const send = (given: PurseChange) =>
    sending.run({
      path: { id: customerId, source: pocket.source },
      body: { amount: signedAmount(given) ?? 0, reason: given.reason.trim() },
    });
  const fits = changeTrouble(change, pocket) === null;
  return (
    <Modal
      open
      title={`调整${pocket.label}`}
      okText={
        change === null || change === 0
          ? '调整'
          : `${change > 0 ? '增加' : '扣减'} ${amountText(pocket, Math.abs(change))}`
      }
      okButtonProps={{ danger: (change ?? 0) < 0, id: 'purse-go' }}
      confirmLoading={sending.busy}
      onOk={form.submit}
      onCancel={onClose}
    >
      <UnsureAlert change={sending} />
      <Form form={form} layout="vertical" onFinish={send} initialValues={BLANK}>
        <Form.Item<PurseChange> name="direction" label="方向">
          <Segmented
            block
            options={[
              { value: 'more', label: '增加' },
              { value: 'less', label: '扣减' },
            ]}
          />
        </Form.Item>
        <Form.Item<PurseChange>
          name="amount"
          label={pocket.unit === 'point' ? '数量（积分）' : '金额（元）'}
          extra={fits && change !== null && `调整后 ${amountText(pocket, pocket.holds + change)}`}
          rules={[
            ({ getFieldsValue }) => ({
              validator: () => {
                const trouble = changeTrouble(signedAmount(getFieldsValue()), pocket);
                return trouble === null ? Promise.resolve() : Promise.reject(new Error(trouble));
              },
            }),
          ]}
        >
          {pocket.unit === 'point' ? (
            <InputNumber id="purse-amount" autoFocus min={1} max={10_000_000} precision={0} style={{ width: '100%' }} />
          ) : (
            <YuanInput id="purse-amount" autoFocus strict />
          )}
        </Form.Item>
        <Form.Item<PurseChange>
          name="reason"
          label="原因"
          extra="客户在明细里能看到，也会记入操作日志。"
          rules={[{ required: true, whitespace: true, message: '请填写原因，客户会看到' }]}
        >
          <Input maxLength={60} showCount placeholder="如：双十一活动补发" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

import type { ApiProblem } from '@jishi/api-client';
import { correctShipment, listCarriers, shipOrder } from '@jishi/api-client/admin';
import { useAsk, useChange } from '@jishi/api-client/react';
import { Alert, Form, Input, Modal, Select } from 'antd';
import { showProblem } from '../../../form/showProblem.ts';
import { tell } from '../../../parts/ask.ts';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { UnsureAlert } from '../../../parts/UnsureAlert.tsx';
import { keep, readKept } from '../../../table/kept.ts';
import { piecesToSend, waitingRefunds } from '../order/order-steps.ts';
import type { Order } from '../order/order-words.ts';

interface Parcel {
  carrier: string;
  trackingNumber: string;
}
const LAST_CARRIER = 'carrier';

/** Sends the order with a carrier and a tracking number; the last carrier is offered again. With `wrong`, corrects what was sent. */
export function ShipDialog({ order, wrong, onClose }: { order: Order; wrong?: Parcel; onClose: () => void }) {
  const [form] = Form.useForm<Parcel>();
  const carriers = useAsk(listCarriers, {}, { staleTime: Number.POSITIVE_INFINITY });
  const after = {
    keepAs: `ship/${order.id}`,
    onDone: () => {
      tell(wrong ? '已更正，正在同步给微信' : '已发货，运单正在同步给微信');
      onClose();
    },
    onProblem: (problem: ApiProblem) => showProblem(form, problem),
  };
  const ship = useChange(shipOrder, after);
  const correct = useChange(correctShipment, after);
  const change = wrong ? correct : ship;
  const pieces = piecesToSend(order);
  // Asked for while the dialog was open, perhaps: the server would refuse after the number was typed.
  const isBlocked = !wrong && waitingRefunds(order).length > 0;
  const send = ({ carrier, trackingNumber }: Parcel) => {
    keep(LAST_CARRIER, carrier);
    return change.run({ path: { id: order.id }, body: { carrier, trackingNumber: trackingNumber.trim() } });
  };
  return (
    <Modal
      open
      title={wrong ? '更正物流信息' : '发货'}
      okText={wrong ? '更正' : '确认发货'}
      cancelText="取消"
      okButtonProps={{ id: 'ship-go', disabled: isBlocked }}
      confirmLoading={change.busy}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p className="quiet">
        {wrong
          ? '微信收到物流信息后只接受更正一次，请核对清楚。'
          : `共 ${pieces} 件，收货人 ${order.address.name}。发货后买家会收到通知，订单不能再直接退款。`}
        {!wrong && pieces < order.pieces && `已退或正在退款的 ${order.pieces - pieces} 件不要发。`}
      </p>
      {isBlocked && (
        <Alert
          type="warning"
          showIcon
          className="dialog-notice"
          title="买家申请了退款，处理之后才能发货"
          description="请在订单的「退款」里同意或拒绝。"
        />
      )}
      <UnsureAlert change={change} />
      <ProblemAlert problem={carriers.error} onRetry={carriers.refetch} />
      <Form
        form={form}
        layout="vertical"
        onFinish={send}
        initialValues={wrong ?? { carrier: readKept<string | undefined>(LAST_CARRIER, undefined), trackingNumber: '' }}
      >
        <Form.Item
          name="carrier"
          label="快递公司"
          htmlFor="ship-carrier"
          rules={[{ required: true, message: '请选择快递公司' }]}
        >
          <Select
            id="ship-carrier"
            showSearch={{ optionFilterProp: 'label' }}
            loading={carriers.isPending}
            placeholder="选择快递公司"
            options={(carriers.data?.items ?? []).map(({ code, name }) => ({ value: code, label: name }))}
          />
        </Form.Item>
        <Form.Item
          name="trackingNumber"
          label="运单号"
          htmlFor="ship-number"
          validateTrigger={['onBlur', 'onSubmit']}
          rules={[
            { required: true, message: '请填写运单号' },
            { pattern: /^\s*[A-Za-z0-9-]{6,30}\s*$/, message: '运单号是 6 到 30 位字母、数字或短横线' },
          ]}
        >
          <Input id="ship-number" placeholder="扫描或输入运单号" maxLength={40} autoComplete="off" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

import type { ApiProblem } from '@jishi/api-client';
import { correctShipment, listCarriers, shipOrder } from '@jishi/api-client/admin';
import { useAsk, useChange } from '@jishi/api-client/react';
import { Alert, Form, Input, InputNumber, Modal, Select, Switch } from 'antd';
import { useState } from 'react';
import { showProblem } from '../../../form/showProblem.ts';
import { tell } from '../../../parts/ask.ts';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { UnsureAlert } from '../../../parts/UnsureAlert.tsx';
import { keep, readKept } from '../../../table/kept.ts';
import { piecesToSend, waitingRefunds } from '../order/order-steps.ts';
import { chosenLines, type Order, type Pieces, refundable } from '../order/order-words.ts';

interface Label {
  carrier: string;
  trackingNumber: string;
}
interface Parcel extends Label {
  id: string;
}
const LAST_CARRIER = 'carrier';

/** Sends the order with a carrier and a tracking number; the last carrier is offered again. With `wrong`, corrects what was sent. */
export function ShipDialog({ order, wrong, onClose }: { order: Order; wrong?: Parcel; onClose: () => void }) {
  const [form] = Form.useForm<Label>();
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
  const left = piecesToSend(order);
  /** What goes into this parcel; null: all that is left. */
  const [part, setPart] = useState<Pieces | null>(null);
  const pieces = part ? Object.values(part).reduce((sum, n) => sum + n, 0) : left;
  // Asked for while the dialog was open, perhaps: the server would refuse after the number was typed.
  const isBlocked = !wrong && waitingRefunds(order).length > 0;
  const send = ({ carrier, trackingNumber }: Label) => {
    keep(LAST_CARRIER, carrier);
    const label = { carrier, trackingNumber: trackingNumber.trim() };
    if (wrong) return correct.run({ path: { id: wrong.id }, body: label });
    return ship.run({ path: { id: order.id }, body: { ...label, ...(part && { lines: chosenLines(part) }) } });
  };
  return (
    <Modal
      open
      title={wrong ? '更正物流信息' : '发货'}
      okText={wrong ? '更正' : '确认发货'}
      cancelText="取消"
      okButtonProps={{ id: 'ship-go', disabled: isBlocked || pieces === 0 }}
      confirmLoading={change.busy}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p className="quiet">
        {wrong
          ? '微信收到物流信息后只接受更正一次，请核对清楚。'
          : `${part ? '这个包裹' : '共'} ${pieces} 件，收货人 ${order.address.name}。发出的商品不能再直接退款。`}
        {!wrong && notToSend(order) > 0 && `已退或正在退款的 ${notToSend(order)} 件不要发。`}
      </p>
      {!wrong && left > 1 && <PartChoice order={order} part={part} onChange={setPart} />}
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
      {part && pieces > 0 && pieces < left && (
        <p className="quiet">其余 {left - pieces} 件之后再发；全部发出前，订单显示「部分发货」，还没发的可以退款。</p>
      )}
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

const notToSend = ({ lines }: Order): number => lines.reduce((sum, l) => sum + l.refundedQuantity, 0);

interface PartProps {
  order: Order;
  part: Pieces | null;
  onChange: (part: Pieces | null) => void;
}
/** Which pieces go into this parcel, where not all of them do. */
function PartChoice({ order, part, onChange }: PartProps) {
  const open = order.lines.filter((line) => refundable(line) > 0);
  const all = () => Object.fromEntries(open.map((line) => [line.id, refundable(line)]));
  return (
    <div className="ship-part">
      <label htmlFor="ship-part">
        <Switch id="ship-part" size="small" checked={part !== null} onChange={(on) => onChange(on ? all() : null)} />{' '}
        只发一部分
      </label>
      {part &&
        open.map((line) => (
          <div key={line.id} className="ship-part-line">
            <span>
              {line.title} <span className="quiet">{line.specs.join(' / ')}</span>
            </span>
            <InputNumber
              size="small"
              min={0}
              max={refundable(line)}
              precision={0}
              aria-label={`${line.title} 发几件`}
              value={part[line.id] ?? 0}
              onChange={(quantity) => onChange({ ...part, [line.id]: quantity ?? 0 })}
              suffix={`/ ${refundable(line)}`}
            />
          </div>
        ))}
    </div>
  );
}

import { Button, Space } from 'antd';
import { useState } from 'react';
import { api } from '../../../api.ts';
import { tell, tellProblem } from '../../../parts/ask.ts';
import { StatusTag } from '../../../parts/StatusTag.tsx';
import { When } from '../../../parts/When.tsx';
import { useStaff } from '../../../session.tsx';
import { type Order, UPLOAD_STATES } from '../order/order-words.ts';
import { ShipDialog } from './ShipDialog.tsx';

type Shipment = Order['shipments'][number];

/** The parcels of an order, whether WeChat knows them, and what can be done when it does not. */
export const Shipments = ({ order, onChanged }: { order: Order; onChanged: () => Promise<unknown> }) => (
  <section className="panel">
    <h2>物流</h2>
    {order.shipments.length === 0 && <span className="quiet">还没有发货</span>}
    {order.shipments.map((shipment) => (
      <div key={shipment.id} className="order-number">
        <span>
          {shipment.carrierName} <span className="num">{shipment.trackingNumber}</span>
        </span>
        <span className="quiet">
          <When at={shipment.shippedAt} /> 发出 <StatusTag state={shipment.wechatUpload} map={UPLOAD_STATES} />
        </span>
        {shipment.uploadFailure && (
          <span className="refund-failure">
            {shipment.uploadFailure}
            {shipment.nextUploadAt && (
              <>
                ，下次 <When at={shipment.nextUploadAt} />
              </>
            )}
          </span>
        )}
        <ShipmentActions order={order} shipment={shipment} onChanged={onChanged} />
      </div>
    ))}
  </section>
);

function ShipmentActions({
  order,
  shipment,
  onChanged,
}: {
  order: Order;
  shipment: Shipment;
  onChanged: () => Promise<unknown>;
}) {
  const { can } = useStaff();
  const [correcting, setCorrecting] = useState(false);
  const [busy, setBusy] = useState(false);
  if (!can('order:ship')) return null;
  const upload = async () => {
    setBusy(true);
    try {
      await api.uploadShipment({ path: { id: order.id } });
      tell('正在重新上传给微信');
    } catch (problem) {
      tellProblem(problem);
    } finally {
      setBusy(false);
      await onChanged();
    }
  };
  return (
    <Space wrap>
      {shipment.uploadFailure && (
        <Button size="small" id="upload-again" loading={busy} onClick={upload}>
          重新上传
        </Button>
      )}
      {order.state === 'shipped' && shipment.correctable && (
        <Button size="small" id="shipment-correct" onClick={() => setCorrecting(true)}>
          更正物流
        </Button>
      )}
      {correcting && (
        <ShipDialog
          order={order}
          wrong={shipment}
          onClose={() => setCorrecting(false)}
          onDone={async () => {
            setCorrecting(false);
            await onChanged();
          }}
        />
      )}
    </Space>
  );
}

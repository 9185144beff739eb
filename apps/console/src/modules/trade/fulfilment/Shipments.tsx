import { uploadShipment } from '@jishi/api-client/admin';
import { useChange } from '@jishi/api-client/react';
import { Button, Space } from 'antd';
import { useState } from 'react';
import { tell } from '../../../parts/ask.ts';
import { StatusTag } from '../../../parts/StatusTag.tsx';
import { When } from '../../../parts/When.tsx';
import { useStaff } from '../../../session.tsx';
import { type Order, UPLOAD_STATES } from '../order/order-words.ts';
import { ShipDialog } from './ShipDialog.tsx';

type Shipment = Order['shipments'][number];

/** The parcels of an order, whether WeChat knows them, and what can be done when it does not. */
export const Shipments = ({ order }: { order: Order }) => (
  <section className="panel">
    <h2>物流</h2>
    {order.shipments.length === 0 && <span className="quiet">还没有发货</span>}
    {order.shipments.map((shipment, n) => (
      <div key={shipment.id} className="order-number">
        {order.shipments.length > 1 && <strong>包裹 {n + 1}</strong>}
        <span>
          {shipment.carrierName} <span className="num">{shipment.trackingNumber}</span>
        </span>
        <span className="quiet">{contentOf(order, shipment)}</span>
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
        <ShipmentActions order={order} shipment={shipment} />
      </div>
    ))}
  </section>
);

/** What is in a parcel. */
const contentOf = ({ lines }: Order, shipment: Shipment): string =>
  shipment.lines
    .map(({ lineId, quantity }) => `${lines.find((l) => l.id === lineId)?.title ?? '商品'} ×${quantity}`)
    .join('，');

function ShipmentActions({ order, shipment }: { order: Order; shipment: Shipment }) {
  const { can } = useStaff();
  const [correcting, setCorrecting] = useState(false);
  const upload = useChange(uploadShipment, { onDone: () => tell('正在重新上传给微信') });
  if (!can('order:ship')) return null;
  return (
    <Space wrap>
      {shipment.uploadFailure && (
        <Button
          size="small"
          id="upload-again"
          loading={upload.busy}
          onClick={() => void upload.run({ path: { id: order.id } })}
        >
          重新上传
        </Button>
      )}
      {(order.state === 'shipped' || order.state === 'paid') && shipment.correctable && (
        <Button size="small" id="shipment-correct" onClick={() => setCorrecting(true)}>
          更正物流
        </Button>
      )}
      {correcting && <ShipDialog order={order} wrong={shipment} onClose={() => setCorrecting(false)} />}
    </Space>
  );
}

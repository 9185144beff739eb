import { CopyOutlined, EyeOutlined } from '@ant-design/icons';
import { revealReceiver } from '@jishi/api-client/admin';
import { useChange } from '@jishi/api-client/react';
import { Button } from 'antd';
import { useState } from 'react';
import { tell, tellProblem } from '../../../parts/ask.ts';
import { copyText } from '../../../parts/copy.ts';
import { useStaff } from '../../../session.tsx';
import type { Order } from './order-words.ts';

/** Where the parcel goes: masked until somebody who may asks for the whole, which is noted. */
export function Receiver({ order }: { order: Order }) {
  const { can } = useStaff();
  const [whole, setWhole] = useState<Order['address'] | null>(null);
  const reveal = useChange(revealReceiver, { onDone: setWhole });
  const { name, phone, province, city, district, detail } = whole ?? order.address;
  const copy = () =>
    copyText(`${name} ${phone} ${province}${city === province ? '' : city}${district}${detail}`).then(
      () => tell('已复制收货信息'),
      tellProblem,
    );
  return (
    <section className="panel">
      <h2>
        收货信息
        {whole && (
          <Button type="link" size="small" icon={<CopyOutlined />} onClick={() => void copy()}>
            复制
          </Button>
        )}
        {!whole && can('customer:read') && (
          <Button
            id="receiver-reveal"
            type="link"
            size="small"
            icon={<EyeOutlined />}
            loading={reveal.busy}
            onClick={() => void reveal.run({ path: { id: order.id } })}
          >
            查看完整信息
          </Button>
        )}
      </h2>
      <strong>
        {name} {phone}
      </strong>
      <p>
        {province} {city === province ? '' : city} {district} {detail}
      </p>
      {!whole && can('customer:read') && <p className="quiet">每次查看都会记入操作日志。</p>}
      {order.note && <p className="order-note">买家备注：{order.note}</p>}
    </section>
  );
}

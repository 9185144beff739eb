import { listAdminCustomers, sendCoupon } from '@jishi/api-client/admin';
import { useAsk, useChange } from '@jishi/api-client/react';
import { Alert, Modal, Select } from 'antd';
import { useState } from 'react';
import { useLater } from '../../../form/useLater.ts';
import { tell } from '../../../parts/ask.ts';
import type { AdminCoupon } from './coupon-form.ts';

interface Customer {
  value: string;
  label: string;
}

/** A UUID, also where the console is opened without https and the browser makes none. */
const newSendingId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** What was typed is a whole phone number or how a nickname begins. */
const askedOf = (typed: string) =>
  /^\+?[\d\s-]{7,}$/.test(typed.trim()) ? { phone: typed.trim() } : typed.trim() ? { name: typed.trim() } : {};

/** Gives a coupon to chosen customers, one each; who cannot get it stays chosen, with the reason. */
export function SendDialog({ coupon, onClose }: { coupon: Pick<AdminCoupon, 'id' | 'name'>; onClose: () => void }) {
  const [chosen, setChosen] = useState<Customer[]>([]);
  const [refused, setRefused] = useState<{ customerId: string; message: string }[]>([]);
  // One for each sending, so that a second try after a lost answer gives nothing twice.
  const [sendingId, setSendingId] = useState(newSendingId);
  const [name, setName] = useState('');
  const later = useLater(setName);
  const found = useAsk(listAdminCustomers, { query: { ...askedOf(name), limit: 20 } }, { keep: true });
  const sending = useChange(sendCoupon, {
    onDone: (done) => {
      setSendingId(newSendingId());
      if (done.sent > 0) tell(`已发给 ${done.sent} 位顾客`);
      if (done.refused.length === 0) return onClose();
      setRefused(done.refused);
      setChosen(chosen.filter(({ value }) => done.refused.some((r) => r.customerId === value)));
    },
  });
  const nameOf = (id: string) => chosen.find(({ value }) => value === id)?.label ?? id;
  return (
    <Modal
      open
      title={`把「${coupon.name}」发给顾客`}
      okText={`发给 ${chosen.length} 位顾客`}
      cancelText="取消"
      okButtonProps={{ disabled: chosen.length === 0, loading: sending.busy, id: 'coupon-send' }}
      onCancel={onClose}
      onOk={() =>
        void sending.run({
          path: { id: coupon.id, sendingId },
          body: { customerIds: chosen.map(({ value }) => value) },
        })
      }
    >
      <Select<Customer[]>
        id="coupon-customers"
        mode="multiple"
        labelInValue
        autoFocus
        aria-label="顾客"
        placeholder="输入昵称开头的字或完整手机号，一次最多 100 位"
        style={{ width: '100%' }}
        maxCount={100}
        value={chosen}
        showSearch={{ filterOption: false, onSearch: later }}
        loading={found.isFetching}
        options={(found.data?.items ?? []).map(({ id, nickname, phone }) => ({
          value: id,
          label: phone ? `${nickname}（${phone}）` : nickname,
        }))}
        notFoundContent={found.isFetching ? '正在查找' : '没有找到顾客'}
        onChange={setChosen}
      />
      {refused.length > 0 && (
        <Alert
          style={{ marginTop: 12 }}
          type="warning"
          showIcon
          title={`${refused.length} 位没有发成`}
          description={refused.map((one) => (
            <div key={one.customerId}>
              {nameOf(one.customerId)}：{one.message}
            </div>
          ))}
        />
      )}
    </Modal>
  );
}

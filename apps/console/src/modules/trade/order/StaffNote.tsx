import { putStaffNote } from '@jishi/api-client/admin';
import { useChange } from '@jishi/api-client/react';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { tell } from '../../../parts/ask.ts';
import type { Order } from './order-words.ts';

/** A note among staff; the shopper never sees it. */
export function StaffNote({ order }: { order: Order }) {
  const [note, setNote] = useState(order.staffNote);
  const put = useChange(putStaffNote, { onDone: () => tell('备注已保存') });
  return (
    <section className="panel">
      <h2>内部备注</h2>
      <Input.TextArea
        id="staff-note"
        value={note}
        maxLength={500}
        autoSize={{ minRows: 2 }}
        placeholder="只有店员能看到"
        onChange={(event) => setNote(event.target.value)}
      />
      {note !== order.staffNote && (
        <Button
          size="small"
          type="primary"
          loading={put.busy}
          onClick={() => void put.run({ path: { id: order.id }, body: { note } })}
          style={{ marginTop: 8 }}
        >
          保存备注
        </Button>
      )}
    </section>
  );
}

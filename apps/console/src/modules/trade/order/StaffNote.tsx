import { Button, Input } from 'antd';
import { useState } from 'react';
import { api } from '../../../api.ts';
import { tell, tellProblem } from '../../../parts/ask.ts';
import type { Order } from './order-words.ts';

/** A note among staff; the shopper never sees it. */
export function StaffNote({ order, onSaved }: { order: Order; onSaved: () => Promise<unknown> }) {
  const [note, setNote] = useState(order.staffNote);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      await api.putStaffNote({ path: { id: order.id }, body: { note } });
      tell('备注已保存');
      await onSaved();
    } catch (problem) {
      tellProblem(problem);
    } finally {
      setBusy(false);
    }
  };
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
        <Button size="small" type="primary" loading={busy} onClick={save} style={{ marginTop: 8 }}>
          保存备注
        </Button>
      )}
    </section>
  );
}

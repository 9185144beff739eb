import { handleDifference } from '@jishi/api-client/admin';
import { useChanges } from '@jishi/api-client/react';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useSending } from '../../../form/useSending.ts';
import { tell } from '../../../parts/ask.ts';
import { useStaff } from '../../../session.tsx';
import type { Difference } from './reconciliation-words.ts';

/** Marks a difference as handled, with what it was: then nobody has to look into it again. */
export function HandleDifference({ day, difference }: { day: string; difference: Difference }) {
  const { can } = useStaff();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ note: string }>();
  const change = useChanges();
  const { busy, send } = useSending<{ note: string }>(form, async ({ note }) => {
    await change(handleDifference, { path: { day, id: difference.id }, body: { note: note.trim() } });
    tell('已标记');
    setOpen(false);
  });
  if (!can('finance:reconcile')) return null;
  return (
    <>
      <Button size="small" id={`handle-${difference.id}`} onClick={() => setOpen(true)}>
        标记已处理
      </Button>
      {open && (
        <Modal
          open
          title="标记为已处理"
          okText="标记"
          cancelText="取消"
          okButtonProps={{ id: 'handle-go' }}
          confirmLoading={busy}
          onOk={form.submit}
          onCancel={() => setOpen(false)}
        >
          <Form form={form} layout="vertical" onFinish={send}>
            <Form.Item
              name="note"
              label="怎么回事、怎么处理的"
              rules={[{ required: true, whitespace: true, message: '请写明原因和处理结果' }]}
            >
              <Input.TextArea
                maxLength={200}
                autoSize={{ minRows: 2 }}
                placeholder="例如：另一套系统用同一商户号收款，已核对"
              />
            </Form.Item>
          </Form>
        </Modal>
      )}
    </>
  );
}

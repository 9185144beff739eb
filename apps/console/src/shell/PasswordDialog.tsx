import { confirmPassword } from '@jishi/api-client/admin';
import { Form, Input, type InputRef, Modal } from 'antd';
import { useRef } from 'react';
import { api } from '../api.ts';
import { useSending } from '../form/useSending.ts';

/** The question itself; loaded when it is asked for the first time. */
export function PasswordDialog({ onAnswer }: { onAnswer: (given: boolean) => void }) {
  const [form] = Form.useForm<{ password: string }>();
  const field = useRef<InputRef>(null);
  const { busy, send } = useSending<{ password: string }>(form, async (body) => {
    await api(confirmPassword, { body });
    onAnswer(true);
  });
  return (
    <Modal
      open
      title="请再次输入登录密码"
      okText="确认"
      cancelText="取消"
      okButtonProps={{ id: 'confirm-password-go' }}
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={() => onAnswer(false)}
      afterOpenChange={(open) => open && field.current?.focus()}
      zIndex={2000}
    >
      <p className="quiet">这一步很重要，需要确认是您本人。确认后十分钟内不再询问。</p>
      <Form form={form} layout="vertical" onFinish={send}>
        <Form.Item
          name="password"
          label="密码"
          htmlFor="confirm-password"
          rules={[{ required: true, message: '请输入密码' }]}
        >
          <Input.Password id="confirm-password" ref={field} autoComplete="current-password" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

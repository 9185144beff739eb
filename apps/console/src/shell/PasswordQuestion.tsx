import { confirmPassword } from '@jishi/api-client/admin';
import { Form, Input, type InputRef, Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { api, bindPasswordQuestion } from '../api.ts';
import { useSending } from '../form/useSending.ts';

/** Asks for the password again when the server wants it: one dialog, however many requests wait for it. */
export function PasswordQuestion() {
  const [answer, setAnswer] = useState<((given: boolean) => void) | null>(null);
  const waiting = useRef<Promise<boolean>>(undefined);
  useEffect(
    () =>
      bindPasswordQuestion(() => {
        waiting.current ??= new Promise<boolean>((done) => setAnswer(() => done)).finally(() => {
          waiting.current = undefined;
          setAnswer(null);
        });
        return waiting.current;
      }),
    [],
  );
  return answer && <Question onAnswer={answer} />;
}

function Question({ onAnswer }: { onAnswer: (given: boolean) => void }) {
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
        <Form.Item name="password" label="密码" rules={[{ required: true, message: '请输入密码' }]}>
          <Input.Password id="confirm-password" ref={field} autoComplete="current-password" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

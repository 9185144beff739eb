import { putStaffPassword } from '@jishi/api-client/admin';
import { useChanges } from '@jishi/api-client/react';
import { Button, Form, Input } from 'antd';
import { useSending } from '../../../../form/useSending.ts';
import { tell } from '../../../../parts/ask.ts';

interface Passwords {
  current: string;
  next: string;
  again: string;
}
const PASSWORD_HINT =
  '至少 10 位，同时包含字母和数字；不能包含账号，不能是常见或有规律的密码，也不能是最近 5 次用过的。';
export const PASSWORD_RULE = { pattern: /^(?=.*\p{L})(?=.*\d).{10,}$/u, message: '至少 10 位，并同时包含字母和数字' };

/** Changes the own password; the server says what is wrong with a weak one. */
export function PasswordForm({ onDone }: { onDone: () => void }) {
  const [form] = Form.useForm<Passwords>();
  const change = useChanges();
  const { busy, send } = useSending<Passwords>(form, async ({ current, next }) => {
    await change(putStaffPassword, { body: { current, next } });
    tell('密码已修改，其他设备需要重新登录');
    form.resetFields();
    onDone();
  });
  return (
    <Form form={form} layout="vertical" onFinish={send} className="settings-form">
      <Form.Item
        name="current"
        htmlFor="password-current"
        label="当前密码"
        rules={[{ required: true, message: '请输入当前密码' }]}
      >
        <Input.Password id="password-current" autoComplete="current-password" />
      </Form.Item>
      <Form.Item
        name="next"
        htmlFor="password-next"
        label="新密码"
        extra={PASSWORD_HINT}
        rules={[{ required: true, ...PASSWORD_RULE }]}
      >
        <Input.Password id="password-next" autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        htmlFor="password-again"
        label="再输一次"
        required
        dependencies={['next']}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_rule, value) =>
              value === getFieldValue('next') ? Promise.resolve() : Promise.reject(new Error('两次输入不一致')),
          }),
        ]}
      >
        <Input.Password id="password-again" autoComplete="new-password" />
      </Form.Item>
      <Button id="password-go" type="primary" htmlType="submit" loading={busy}>
        修改密码
      </Button>
    </Form>
  );
}

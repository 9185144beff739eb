import { KeyOutlined, LogoutOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Avatar, Button, Dropdown, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api } from '../api.ts';
import { useSending } from '../form/useSending.ts';
import { ask, tell, tellProblem } from '../parts/ask.ts';
import { useStaff } from '../session.tsx';

/** Name of the signed-in person, change of password, sign out. */
export function UserMenu() {
  const { staff } = useStaff();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [changing, setChanging] = useState(false);
  const leave = async () => {
    const sure = await ask({ title: '退出登录？', text: '本机上未提交的草稿会保留。', okText: '退出' });
    if (!sure) return;
    try {
      await api.logoutStaff();
      cache.clear();
      navigate('/login', { replace: true });
    } catch (problem) {
      tellProblem(problem);
    }
  };
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'who', type: 'group', label: `${staff.name}(${staff.login})` },
            { key: 'password', icon: <KeyOutlined />, label: '修改密码', onClick: () => setChanging(true) },
            { key: 'leave', icon: <LogoutOutlined />, label: '退出登录', onClick: leave },
          ],
        }}
      >
        <Button type="text" className="top-user" aria-label={`账号：${staff.name}`}>
          <Avatar size={26} className="avatar">
            {staff.name.slice(0, 1)}
          </Avatar>
          <span className="wide-only">{staff.name}</span>
        </Button>
      </Dropdown>
      {changing && <PasswordDialog onClose={() => setChanging(false)} />}
    </>
  );
}

interface Passwords {
  current: string;
  next: string;
  again: string;
}

function PasswordDialog({ onClose }: { onClose: () => void }) {
  const [form] = Form.useForm<Passwords>();
  const { busy, send } = useSending<Passwords>(form, async ({ current, next }) => {
    await api.putStaffPassword({ body: { current, next } });
    tell('密码已修改，其他设备需要重新登录');
    onClose();
  });
  return (
    <Modal open title="修改密码" okText="修改" confirmLoading={busy} onOk={form.submit} onCancel={onClose}>
      <Form form={form} layout="vertical" onFinish={send}>
        <Form.Item name="current" label="当前密码" rules={[{ required: true, message: '请输入当前密码' }]}>
          <Input.Password autoComplete="current-password" autoFocus />
        </Form.Item>
        <Form.Item
          name="next"
          label="新密码"
          extra="至少 10 位，同时包含字母和数字。修改后，其他设备上的登录会立即失效。"
          rules={[
            { required: true, pattern: /^(?=.*[A-Za-z])(?=.*\d).{10,}$/, message: '至少 10 位，并同时包含字母和数字' },
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="again"
          label="再输一次"
          dependencies={['next']}
          rules={[
            ({ getFieldValue }) => ({
              validator: (_rule, value) =>
                value === getFieldValue('next') ? Promise.resolve() : Promise.reject(new Error('两次输入不一致')),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

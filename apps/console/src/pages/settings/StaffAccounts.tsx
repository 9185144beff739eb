import type { Item } from '@jishi/api-client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Skeleton, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useSending } from '../../form/useSending.ts';
import { ask, tell, tellProblem } from '../../parts/ask.ts';
import { ProblemAlert } from '../../parts/ProblemAlert.tsx';
import { When } from '../../parts/When.tsx';
import { type Permission, useStaff } from '../../session.tsx';
import { PermissionChoice } from './PermissionChoice.tsx';
import { PERMISSIONS } from './permission-words.ts';

type Staff = Item<'listStaff'>;
interface Typed {
  login: string;
  name: string;
  password?: string;
  permissions: Permission[];
}

export function StaffAccounts() {
  const query = useQuery({ queryKey: ['staff'], queryFn: () => api.listStaff() });
  const cache = useQueryClient();
  const [editing, setEditing] = useState<Staff | 'new' | null>(null);
  const refresh = () => cache.invalidateQueries({ queryKey: ['staff'] });
  const { staff: me } = useStaff();
  const toggle = async (person: Staff) => {
    const text = person.active
      ? '停用后立即退出登录，不能再进入后台；记录都会保留，随时可以恢复。'
      : '恢复后可以用原来的密码登录。';
    const question = { title: `${person.active ? '停用' : '恢复'} ${person.name}？`, text, danger: person.active };
    if (!(await ask({ ...question, okText: person.active ? '停用' : '恢复' }))) return;
    await api.updateStaff({ path: { id: person.id }, body: { active: !person.active } }).catch(tellProblem);
    await refresh();
  };
  return (
    <section className="panel">
      <h2>
        员工与权限
        <Button type="primary" size="small" style={{ float: 'right' }} id="staff-new" onClick={() => setEditing('new')}>
          添加员工
        </Button>
      </h2>
      <ProblemAlert problem={query.error} onRetry={query.refetch} />
      {query.isPending ? (
        <Skeleton active />
      ) : (
        <Table<Staff>
          rowKey="id"
          size="middle"
          pagination={false}
          scroll={{ x: 'max-content' }}
          dataSource={query.data?.items ?? []}
          columns={[
            {
              key: 'name',
              title: '姓名',
              render: (_, row) => (
                <div className="order-number">
                  <span>{row.name}</span>
                  <span className="quiet">{row.login}</span>
                </div>
              ),
            },
            {
              key: 'permissions',
              title: '权限',
              render: (_, row) => (
                <span className="wraps">
                  {row.permissions.length === Object.keys(PERMISSIONS).length
                    ? '全部权限'
                    : row.permissions.map((p) => PERMISSIONS[p]).join('、') || '无'}
                </span>
              ),
            },
            { key: 'seen', title: '最近登录', render: (_, row) => <When at={row.lastSeenAt} /> },
            {
              key: 'active',
              title: '状态',
              render: (_, row) => (
                <Tag color={row.active ? 'success' : 'default'}>{row.active ? '在用' : '已停用'}</Tag>
              ),
            },
            {
              key: 'actions',
              title: '',
              align: 'end',
              render: (_, row) => (
                <Space size={0}>
                  <Button type="link" size="small" onClick={() => setEditing(row)}>
                    编辑
                  </Button>
                  {row.id !== me.id && (
                    <Button type="link" size="small" danger={row.active} onClick={() => void toggle(row)}>
                      {row.active ? '停用' : '恢复'}
                    </Button>
                  )}
                </Space>
              ),
            },
          ]}
        />
      )}
      {editing && (
        <StaffDialog
          person={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onDone={async () => {
            setEditing(null);
            await refresh();
          }}
        />
      )}
    </section>
  );
}

interface DialogProps {
  person: Staff | null;
  onClose: () => void;
  onDone: () => Promise<void>;
}
function StaffDialog({ person, onClose, onDone }: DialogProps) {
  const [form] = Form.useForm<Typed>();
  const { busy, send } = useSending<Typed>(form, async ({ login, name, password, permissions }) => {
    if (person)
      await api.updateStaff({ path: { id: person.id }, body: { name, permissions, ...(password && { password }) } });
    else await api.createStaff({ body: { login, name, password: password ?? '', permissions } });
    tell(person ? '已保存' : '已添加，可以用账号和密码登录');
    await onDone();
  });
  return (
    <Modal
      open
      title={person ? `编辑 ${person.name}` : '添加员工'}
      okText="保存"
      cancelText="取消"
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={send}
        initialValues={person ?? { login: '', name: '', permissions: [] }}
        autoComplete="off"
      >
        {!person && (
          <Form.Item
            name="login"
            label="登录账号"
            rules={[{ required: true, pattern: /^[A-Za-z0-9._-]{3,40}$/, message: '3 到 40 位字母、数字或 . _ -' }]}
          >
            <Input autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item name="name" label="姓名" rules={[{ required: true, whitespace: true, message: '请填写姓名' }]}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item
          name="password"
          label={person ? '重设密码' : '密码'}
          extra={person ? '留空则不改' : undefined}
          rules={[
            {
              required: !person,
              pattern: /^(?=.*[A-Za-z])(?=.*\d).{10,}$/,
              message: '至少 10 位，并同时包含字母和数字',
            },
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item name="permissions" label="权限">
          <PermissionChoice />
        </Form.Item>
      </Form>
    </Modal>
  );
}

import type { BodyOf, Item } from '@jishi/api-client';
import { createAppKey, listAppKeys, revokeAppKey } from '@jishi/api-client/admin';
import { useAsk, useChanges } from '@jishi/api-client/react';
import { Alert, Button, Form, Input, Modal, Select, Tag, Typography } from 'antd';
import { useState } from 'react';
import { LIST_MARKS } from '../../../form/lists.ts';
import { useSending } from '../../../form/useSending.ts';
import { ask, tell, tellProblem } from '../../../parts/ask.ts';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { When } from '../../../parts/When.tsx';
import { useStaff } from '../../../session.tsx';
import type { DataColumn } from '../../../table/columns.ts';
import { DataTable } from '../../../table/DataTable.tsx';
import { wholeList } from '../../../table/wholeList.ts';
import { PermissionChoice } from './PermissionChoice.tsx';
import { FOR_PEOPLE, PERMISSIONS } from './permission-words.ts';

type AppKey = Item<'listAppKeys'>;
type NewKeyTyped = BodyOf<'createAppKey'>;

/** Keys for other programs of the merchant; the secret is shown once, when the key is made. */
export function AppKeys() {
  const query = useAsk(listAppKeys);
  const change = useChanges();
  const [making, setMaking] = useState(false);
  const revoke = async (key: AppKey) => {
    const text = '使用它的程序会立即被拒绝，不能恢复；需要时请新建一把。';
    if (!(await ask({ title: `作废密钥「${key.name}」？`, text, okText: '作废', danger: true }))) return;
    await change(revokeAppKey, { path: { id: key.id } }).then(() => tell('已作废'), tellProblem);
  };
  return (
    <PageFrame
      sub={
        <>
          给 ERP、仓库等程序调用接口用，请求头写 Authorization: Bearer 密钥。接口说明见{' '}
          <a href="/docs" target="_blank" rel="noreferrer">
            /docs
          </a>
          。
        </>
      }
      extra={
        <Button type="primary" id="key-new" onClick={() => setMaking(true)}>
          新建密钥
        </Button>
      }
    >
      <DataTable
        name="keys"
        columns={[
          ...COLUMNS,
          {
            key: 'actions',
            title: '',
            always: true,
            align: 'end',
            render: (_, row) => <Revoke row={row} onRevoke={revoke} />,
          },
        ]}
        pages={wholeList(query)}
        rowKey={(row) => row.id}
        card={(row) => <KeyCard row={row} onRevoke={revoke} />}
        empty={<EmptyNext title="还没有密钥" text="给 ERP、仓库等程序各建一把，不用时单独作废。" />}
      />
      {making && <NewKey onClose={() => setMaking(false)} />}
    </PageFrame>
  );
}

const permissionsText = (row: AppKey): string => row.permissions.map((p) => PERMISSIONS[p]).join('、');
const Active = ({ row }: { row: AppKey }) => (
  <Tag color={row.active ? 'success' : 'default'}>{row.active ? '有效' : '已作废'}</Tag>
);
const Revoke = ({ row, onRevoke }: { row: AppKey; onRevoke: (row: AppKey) => Promise<void> }) =>
  row.active ? (
    <Button type="link" size="small" danger onClick={() => void onRevoke(row)}>
      作废
    </Button>
  ) : null;

const COLUMNS: ReadonlyArray<DataColumn<AppKey>> = [
  { key: 'name', title: '名称', dataIndex: 'name', always: true },
  { key: 'permissions', title: '权限', render: (_, row) => <span className="wraps">{permissionsText(row)}</span> },
  { key: 'addresses', title: '来源地址', render: (_, row) => row.addresses.join('、') || '不限' },
  { key: 'used', title: '最近使用', render: (_, row) => <When at={row.lastUsedAt} /> },
  { key: 'active', title: '状态', render: (_, row) => <Active row={row} /> },
];

const KeyCard = ({ row, onRevoke }: { row: AppKey; onRevoke: (row: AppKey) => Promise<void> }) => (
  <div className="stock-card">
    <div className="goods-card-foot">
      <span>{row.name}</span>
      <Active row={row} />
    </div>
    <span className="quiet">{permissionsText(row)}</span>
    {row.addresses.length > 0 && <span className="quiet">只限来自 {row.addresses.join('、')}</span>}
    <div className="goods-card-foot quiet">
      <span>
        最近使用 <When at={row.lastUsedAt} />
      </span>
      <Revoke row={row} onRevoke={onRevoke} />
    </div>
  </div>
);

function NewKey({ onClose }: { onClose: () => void }) {
  const [form] = Form.useForm<NewKeyTyped>();
  const [secret, setSecret] = useState<string | null>(null);
  const { staff } = useStaff();
  const change = useChanges();
  const { busy, send } = useSending<NewKeyTyped>(form, async (body) => {
    setSecret((await change(createAppKey, { body })).secret);
  });
  if (secret)
    return (
      <Modal
        open
        title="密钥已生成"
        okText="我已保存"
        cancelButtonProps={{ hidden: true }}
        onOk={onClose}
        // The secret cannot be shown again: only the button closes this, not a stray click or Esc.
        closable={false}
        keyboard={false}
        maskClosable={false}
      >
        <Alert type="warning" showIcon title="只显示这一次，请立即保存到安全的地方" style={{ marginBottom: 12 }} />
        <Typography.Paragraph copyable className="secret-once">
          {secret}
        </Typography.Paragraph>
      </Modal>
    );
  return (
    <Modal
      open
      title="新建密钥"
      okText="生成密钥"
      cancelText="取消"
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" onFinish={send} initialValues={{ name: '', permissions: [], addresses: [] }}>
        <Form.Item name="name" label="用途" rules={[{ required: true, whitespace: true, message: '写明给哪个程序用' }]}>
          <Input maxLength={40} placeholder="例如：仓库系统" />
        </Form.Item>
        <Form.Item name="permissions" label="权限" rules={[{ required: true, message: '至少选一项权限' }]}>
          <PermissionChoice offered={staff.permissions.filter((p) => !FOR_PEOPLE.includes(p))} />
        </Form.Item>
        <Form.Item
          name="addresses"
          label="只允许从这些地址使用"
          extra="填程序所在服务器的 IP 地址或网段，回车分隔。不填表示不限。"
        >
          <Select
            mode="tags"
            open={false}
            suffixIcon={null}
            tokenSeparators={[...LIST_MARKS]}
            placeholder="203.0.113.7"
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}

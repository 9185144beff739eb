import type { Item } from '@jishi/api-client';
import { Tag } from 'antd';
import type { ReactNode } from 'react';
import { When } from '../../../parts/When.tsx';
import type { DataColumn } from '../../../table/columns.ts';
import { DataTable } from '../../../table/DataTable.tsx';
import type { Pages } from '../../../table/usePages.ts';
import { PERMISSIONS } from './permission-words.ts';

type Staff = Item<'listStaff'>;
interface Props {
  pages: Pages<Staff>;
  actions: (person: Staff) => ReactNode;
}

const Name = ({ row }: { row: Staff }) => (
  <div className="order-number">
    <span>
      {row.name} {row.owner && <Tag color="warning">店主</Tag>}
    </span>
    <span className="quiet breaks">{row.login}</span>
  </div>
);
const Active = ({ row }: { row: Staff }) => (
  <Tag color={row.active ? 'success' : 'default'}>{row.active ? '在用' : '已停用'}</Tag>
);
const permissionsText = (row: Staff): string =>
  row.owner ? '全部权限' : row.permissions.map((p) => PERMISSIONS[p]).join('、') || '无权限';

const COLUMNS: ReadonlyArray<DataColumn<Staff>> = [
  { key: 'name', title: '姓名', always: true, render: (_, row) => <Name row={row} /> },
  { key: 'permissions', title: '权限', render: (_, row) => <span className="wraps">{permissionsText(row)}</span> },
  {
    key: 'factor',
    title: '动态验证码',
    render: (_, row) => (row.secondFactor ? <Tag color="success">已绑定</Tag> : <Tag>未绑定</Tag>),
  },
  { key: 'seen', title: '最近登录', render: (_, row) => <When at={row.lastSeenAt} /> },
  { key: 'active', title: '状态', render: (_, row) => <Active row={row} /> },
];

/** The shop's staff. */
export const StaffList = ({ pages, actions }: Props) => (
  <DataTable
    name="staff"
    columns={[...COLUMNS, { key: 'actions', title: '', always: true, align: 'end', render: (_, row) => actions(row) }]}
    pages={pages}
    rowKey={(row) => row.id}
    card={(row) => <StaffCard row={row} actions={actions(row)} />}
  />
);

const StaffCard = ({ row, actions }: { row: Staff; actions: ReactNode }) => (
  <div className="stock-card">
    <div className="goods-card-foot">
      <Name row={row} />
      <Active row={row} />
    </div>
    <span className="quiet">{permissionsText(row)}</span>
    <span className="quiet">
      {row.secondFactor ? '已绑定动态验证码' : '未绑定动态验证码'} · 最近登录 <When at={row.lastSeenAt} />
    </span>
    <div className="card-actions">{actions}</div>
  </div>
);

import { MoreOutlined } from '@ant-design/icons';
import { Button, Dropdown, Space } from 'antd';
import { Link, useNavigate } from 'react-router';
import type { GoodsRow, StateChange } from './goods-state.ts';

interface Props {
  row: GoodsRow;
  change: (ids: string[], to: StateChange) => Promise<boolean>;
  remove: (row: GoodsRow) => Promise<void>;
}

/** What can be done with one product of the list. */
export function RowActions({ row, change, remove }: Props) {
  const navigate = useNavigate();
  if (row.state === 'bin')
    return (
      <Space size={0}>
        <Button type="link" size="small" onClick={() => void change([row.id], 'restore')}>
          恢复
        </Button>
        <Button type="link" size="small" danger onClick={() => void remove(row)}>
          彻底删除
        </Button>
      </Space>
    );
  const on = row.state === 'on';
  return (
    <Space size={0}>
      <Link to={`/goods/${row.id}`}>
        <Button type="link" size="small" tabIndex={-1}>
          编辑
        </Button>
      </Link>
      <Button type="link" size="small" danger={on} onClick={() => void change([row.id], on ? 'off' : 'on')}>
        {on ? '下架' : '上架'}
      </Button>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'copy', label: '复制商品' },
            { key: 'bin', label: '移入回收站', danger: true },
          ],
          onClick: ({ key }) =>
            key === 'copy' ? void navigate(`/goods/new?from=${row.id}`) : void change([row.id], 'bin'),
        }}
      >
        <Button type="text" size="small" icon={<MoreOutlined />} aria-label={`${row.title} 的更多操作`} />
      </Dropdown>
    </Space>
  );
}

import { SettingOutlined } from '@ant-design/icons';
import { Button, Popover, Skeleton, Tooltip } from 'antd';
import { lazy, Suspense } from 'react';
import type { ColumnsProps } from './props.ts';

const ColumnList = lazy(async () => ({ default: (await import('./ColumnList.tsx')).ColumnList }));

/** Which columns are shown and in which order. */
export const ColumnMenu = (props: ColumnsProps) => (
  <Popover
    content={
      <Suspense fallback={<Skeleton active title={false} paragraph={{ rows: 6, width: 200 }} />}>
        <ColumnList {...props} />
      </Suspense>
    }
    trigger="click"
    placement="bottomRight"
    title="显示的列与顺序"
  >
    <Tooltip title="选择列">
      <Button icon={<SettingOutlined />} aria-label="选择列" />
    </Tooltip>
  </Popover>
);

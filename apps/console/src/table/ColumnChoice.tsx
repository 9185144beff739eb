import { SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover, Tooltip } from 'antd';
import { useState } from 'react';
import type { DataColumn } from './columns.ts';
import { keep, readKept } from './kept.ts';

export interface Choice<T> {
  shown: Array<DataColumn<T>>;
  isShown: (column: DataColumn<T>) => boolean;
  toggle: (column: DataColumn<T>, show: boolean) => void;
  reset: () => void;
}

/** Which columns are shown, remembered in this browser under the table's name. */
export function useColumnChoice<T>(name: string, columns: Array<DataColumn<T>>): Choice<T> {
  const key = `columns.${name}`;
  const [chosen, setChosen] = useState(() => readKept<Record<string, boolean>>(key, {}));
  const store = (next: Record<string, boolean>) => {
    setChosen(next);
    keep(key, next);
  };
  const isShown = (column: DataColumn<T>) => column.always || (chosen[column.key] ?? !column.optional);
  return {
    shown: columns.filter(isShown),
    isShown,
    toggle: (column, show) => store({ ...chosen, [column.key]: show }),
    reset: () => store({}),
  };
}

export function ColumnChoice<T>({ columns, choice }: { columns: Array<DataColumn<T>>; choice: Choice<T> }) {
  const list = (
    <div className="column-choice">
      {columns
        .filter((column) => column.title !== '')
        .map((column) => (
          <Checkbox
            key={column.key}
            checked={choice.isShown(column)}
            disabled={column.always}
            onChange={(event) => choice.toggle(column, event.target.checked)}
          >
            {column.title}
          </Checkbox>
        ))}
      <Button type="link" size="small" onClick={choice.reset}>
        恢复默认
      </Button>
    </div>
  );
  return (
    <Popover content={list} trigger="click" placement="bottomRight" title="显示的列">
      <Tooltip title="选择列">
        <Button icon={<SettingOutlined />} aria-label="选择列" />
      </Tooltip>
    </Popover>
  );
}

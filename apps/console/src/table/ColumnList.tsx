import { HolderOutlined } from '@ant-design/icons';
import { Button, Checkbox } from 'antd';
import { Sorted, SortedItem } from '../parts/Sorted.tsx';
import { arranged, withMoved, withShown } from './layout.ts';
import type { ColumnsProps } from './props.ts';
import css from './table.module.css';

/** The columns with a tick and a handle each; moved by mouse, finger or keyboard. */
export function ColumnList({ columns, layout, onChange }: ColumnsProps) {
  const named = arranged(columns, layout).filter(({ column }) => column.title !== '');
  return (
    <div className={css.columns}>
      <Sorted
        ids={named.map(({ column }) => column.key)}
        onMove={(key, over) => onChange(withMoved(columns, layout, key, over))}
      >
        {named.map(({ column: { key, title, name, always }, shown }) => (
          <SortedItem key={key} id={key} className={css.column}>
            {(handle) => (
              <>
                <Checkbox
                  checked={shown}
                  disabled={always === true}
                  onChange={(event) => onChange(withShown(columns, layout, key, event.target.checked))}
                >
                  {name ?? title}
                </Checkbox>
                <Button
                  type="text"
                  size="small"
                  icon={<HolderOutlined />}
                  aria-label={`移动列 ${name ?? (typeof title === 'string' ? title : key)}`}
                  {...handle}
                />
              </>
            )}
          </SortedItem>
        ))}
      </Sorted>
      <Button type="link" size="small" disabled={layout.length === 0} onClick={() => onChange([])}>
        恢复默认
      </Button>
    </div>
  );
}

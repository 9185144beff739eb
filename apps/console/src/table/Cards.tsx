import { Checkbox, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { EmptyNext } from '../parts/EmptyNext.tsx';
import type { DataTableProps } from './props.ts';
import css from './table.module.css';

type Props<T extends object> = DataTableProps<T> & { card: (row: T) => ReactNode };

/** The rows as cards, for a phone; chosen for bulk work like rows. */
export function Cards<T extends object>({ pages, rowKey, rowName = rowKey, empty, card, selection }: Props<T>) {
  if (pages.loading)
    return <Skeleton className="sheet-wait" active title={false} paragraph={{ rows: 8, width: '100%' }} />;
  if (pages.rows.length === 0) return pages.problem ? null : (empty ?? <EmptyNext title="没有符合条件的记录" />);
  const all = pages.rows.map(rowKey);
  const keys = selection?.keys ?? [];
  return (
    <>
      {selection && (
        <Checkbox
          className={css.all}
          checked={keys.length === all.length}
          indeterminate={keys.length > 0 && keys.length < all.length}
          onChange={(event) => selection.onChange(event.target.checked ? all : [])}
        >
          选择本页全部
        </Checkbox>
      )}
      <ul className="cards">
        {pages.rows.map((row) => {
          const key = rowKey(row);
          return (
            <li key={key} className={selection ? css.card : undefined}>
              {selection && (
                <Checkbox
                  className={css.pick}
                  aria-label={`选择 ${rowName(row)}`}
                  checked={keys.includes(key)}
                  onChange={(event) =>
                    selection.onChange(event.target.checked ? [...keys, key] : keys.filter((one) => one !== key))
                  }
                />
              )}
              <div>{card(row)}</div>
            </li>
          );
        })}
      </ul>
    </>
  );
}

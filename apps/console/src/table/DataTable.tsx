import { ReloadOutlined } from '@ant-design/icons';
import { Button, Grid, Tooltip } from 'antd';
import { ProblemAlert } from '../parts/ProblemAlert.tsx';
import { Cards } from './Cards.tsx';
import { ColumnMenu } from './ColumnMenu.tsx';
import { arranged } from './layout.ts';
import { PageSteps } from './PageSteps.tsx';
import type { DataTableProps, Selection } from './props.ts';
import { Rows } from './Rows.tsx';
import css from './table.module.css';
import { useLayout } from './useLayout.ts';
import { ViewMenu } from './ViewMenu.tsx';

/**
 * A list page's table: filters, own views, columns in the order one likes, sorting by the server, keyset paging, rows chosen for bulk
 * work, keyboard (↑ ↓ Enter), and cards on a phone. Waiting, empty and failed lists say so.
 */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { name, columns, pages, view, selection, card } = props;
  const [layout, setLayout] = useLayout(name);
  const isPhone = Grid.useBreakpoint().md === false;
  const asCards = isPhone && card !== undefined;
  const shown = arranged(columns, layout).flatMap((one) => (one.shown ? [one.column] : []));
  return (
    <div className={pages.stale ? 'sheet stale' : 'sheet'} aria-busy={pages.refreshing}>
      <div className="sheet-bar">
        <div className="sheet-filters">{props.filters}</div>
        <div className="sheet-actions">
          {view && <ViewMenu name={name} view={view} layout={layout} onLayout={setLayout} />}
          {props.actions}
          {!asCards && <ColumnMenu columns={columns} layout={layout} onChange={setLayout} />}
          <Tooltip title="刷新">
            <Button
              icon={<ReloadOutlined spin={pages.refreshing && !pages.loading} />}
              aria-label="刷新"
              onClick={pages.reload}
            />
          </Tooltip>
        </div>
      </div>
      <ProblemAlert problem={pages.problem} onRetry={pages.reload} />
      {asCards ? <Cards {...props} card={card} /> : <Rows {...props} columns={shown} isPhone={isPhone} />}
      {selection && selection.keys.length > 0 && <BulkBar {...selection} />}
      <PageSteps pages={pages} />
    </div>
  );
}

/** Stays in sight while the rows are scrolled. */
const BulkBar = ({ keys, onChange, bar }: Selection) => (
  <div className={css.bar} role="status">
    <span className={css.count}>已选 {keys.length} 项</span>
    {bar}
    <Button type="link" size="small" onClick={() => onChange([])}>
      取消选择
    </Button>
  </div>
);

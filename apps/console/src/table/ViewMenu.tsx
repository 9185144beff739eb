import { DeleteOutlined, StarFilled, StarOutlined } from '@ant-design/icons';
import type { Item } from '@jishi/api-client';
import { deleteListView, listListViews, putListView } from '@jishi/api-client/admin';
import { useAsk, useChange } from '@jishi/api-client/react';
import { Button, Input, Popover, Skeleton } from 'antd';
import { useState } from 'react';
import { tell } from '../parts/ask.ts';
import { ProblemAlert } from '../parts/ProblemAlert.tsx';
import type { Layout } from './layout.ts';
import css from './table.module.css';
import type { AnyView } from './useUrlFilters.ts';
import { sameView } from './views.ts';

type ListView = Item<'listListViews'>;
interface Props {
  /** Of the list, as `DataTable` has it. */
  name: string;
  view: AnyView;
  layout: Layout;
  onLayout: (layout: Layout) => void;
}

/** The person's own views of this list, kept by the server: filters, order and columns under a name. */
export function ViewMenu(props: Props) {
  const { name, view, layout } = props;
  const [open, setOpen] = useState(false);
  const views = useAsk(listListViews, { path: { list: name } }, { staleTime: 5 * 60_000 });
  const present = views.data?.items.find((one) => sameView(one, { filters: view.changed, columns: layout }));
  return (
    <Popover
      content={<Views {...props} asked={views} present={present} onClose={() => setOpen(false)} />}
      trigger="click"
      placement="bottomRight"
      title="我的视图"
      open={open}
      onOpenChange={setOpen}
    >
      <Button icon={present ? <StarFilled /> : <StarOutlined />} className={css.view ?? ''}>
        {present?.name ?? '视图'}
      </Button>
    </Popover>
  );
}

interface ViewsProps extends Props {
  asked: ReturnType<typeof useAsk<'listListViews'>>;
  present: ListView | undefined;
  onClose: () => void;
}
function Views({ name, view, layout, onLayout, asked, present, onClose }: ViewsProps) {
  const [label, setLabel] = useState('');
  const add = useChange(putListView, { onDone: () => tell('视图已保存') });
  const remove = useChange(deleteListView);
  const plain = view.pristine && layout.length === 0;
  const save = async () => {
    const named = label.trim();
    if (named === '' || plain) return;
    const done = await add.run({
      path: { list: name },
      body: { name: named, filters: view.changed, columns: [...layout] },
    });
    if (done) setLabel('');
  };
  const use = (filters: Record<string, string>, columns: Layout) => {
    view.replace(filters);
    onLayout(columns);
    onClose();
  };
  return (
    <div className={css.views}>
      <ProblemAlert problem={asked.error} onRetry={asked.refetch} />
      {asked.isPending && <Skeleton active title={false} paragraph={{ rows: 2 }} />}
      <Button type="text" className={css.viewName ?? ''} disabled={plain} onClick={() => use({}, [])}>
        全部（默认）
      </Button>
      {asked.data?.items.map((one) => (
        <div key={one.id} className={css.viewRow}>
          <Button
            type="text"
            className={css.viewName ?? ''}
            aria-pressed={one === present}
            onClick={() => use(one.filters, one.columns)}
          >
            {one.name}
          </Button>
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={`删除视图 ${one.name}`}
            onClick={() => void remove.run({ path: { id: one.id } })}
          />
        </div>
      ))}
      <Input.Search
        value={label}
        maxLength={16}
        placeholder="给当前视图起名"
        aria-label="给当前视图起名"
        enterButton="保存"
        loading={add.busy}
        disabled={plain}
        onChange={(event) => setLabel(event.target.value)}
        onSearch={() => void save()}
      />
      <p className="quiet">
        {plain ? '先选好筛选、排序或列，再起名保存。' : '保存筛选、排序和列，换电脑登录也在。同名的会被替换。'}
      </p>
    </div>
  );
}

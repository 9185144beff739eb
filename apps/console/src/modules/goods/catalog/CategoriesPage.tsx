import { PlusOutlined } from '@ant-design/icons';
import { deleteCategory } from '@jishi/api-client/admin';
import { useChange } from '@jishi/api-client/react';
import { Button, Skeleton, Space, Table, type TableColumnType } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { ask, tell } from '../../../parts/ask.ts';
import { EmptyNext } from '../../../parts/EmptyNext.tsx';
import { PageFrame } from '../../../parts/PageFrame.tsx';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { Thumbnail } from '../../../parts/Thumbnail.tsx';
import { useStaff } from '../../../session.tsx';
import { CategoryDialog } from './CategoryDialog.tsx';
import { CategoryOrder } from './CategoryOrder.tsx';
import { type Category, type CategoryNode, categoryTree } from './categories.ts';
import { TemplateDialog } from './TemplateDialog.tsx';
import { useCategories } from './useCategories.ts';

type Open = { category: Category | null; parentId: string | null };
interface RowActions {
  edit: (category: Category) => void;
  addBelow: (category: Category) => void;
  remove: (category: Category) => void;
  /** Those below it. */
  order: (node: CategoryNode) => void;
  /** What its goods are asked for. */
  params: (category: Category) => void;
}

/** The two-level tree of categories. */
export function CategoriesPage() {
  const categories = useCategories();
  const { can } = useStaff();
  const [open, setOpen] = useState<Open | null>(null);
  const [order, setOrder] = useState<CategoryNode | 'top' | null>(null);
  const [params, setParams] = useState<Category | null>(null);
  const remove = useRemove();
  const tree = categoryTree(categories.data ?? []);
  const canWrite = can('goods:write');
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen({ category: null, parentId: null })}>
      新建分类
    </Button>
  );
  const actions: RowActions = {
    edit: (category) => setOpen({ category, parentId: category.parentId }),
    order: setOrder,
    params: setParams,
    addBelow: ({ id }) => setOpen({ category: null, parentId: id }),
    remove,
  };
  return (
    <PageFrame
      title="商品分类"
      sub="最多两级；店铺的「分类」页按这里的顺序显示。"
      extra={
        canWrite && (
          <Space>
            {tree.length > 1 && <Button onClick={() => setOrder('top')}>调整顺序</Button>}
            {add}
          </Space>
        )
      }
    >
      <div className="sheet">
        <ProblemAlert problem={categories.error} onRetry={categories.refetch} />
        {categories.isPending && <Skeleton active paragraph={{ rows: 8 }} />}
        {categories.data && tree.length === 0 && (
          <EmptyNext title="还没有分类" text="先建一级分类，如「家居」，再发布商品。" action={canWrite && add} />
        )}
        {tree.length > 0 && (
          <Table<CategoryNode>
            rowKey="value"
            size="middle"
            pagination={false}
            dataSource={tree.map(leafless)}
            columns={columnsOf(canWrite, actions)}
            expandable={{ defaultExpandAllRows: true }}
            scroll={{ x: 'max-content' }}
          />
        )}
      </div>
      {order && (
        <CategoryOrder
          title={order === 'top' ? '调整一级分类的顺序' : `调整「${order.title}」下的顺序`}
          categories={(order === 'top' ? tree : order.children).map(({ category }) => category)}
          onClose={() => setOrder(null)}
        />
      )}
      {params && <TemplateDialog category={params} onClose={() => setParams(null)} />}
      {open && <CategoryDialog {...open} all={categories.data ?? []} onClose={() => setOpen(null)} />}
    </PageFrame>
  );
}

/** antd draws an expander for an empty list of children. */
const leafless = (node: CategoryNode): CategoryNode =>
  ({ ...node, children: node.children.length > 0 ? node.children.map(leafless) : undefined }) as CategoryNode;

function useRemove() {
  const remove = useChange(deleteCategory, { onDone: () => tell('分类已删除') });
  return async ({ id, name }: Category) => {
    const sure = await ask({
      title: `删除分类「${name}」？`,
      text: '只有空分类可以删除：下面还有商品或子分类时不会删除任何东西。',
      okText: '删除',
      danger: true,
    });
    if (sure) await remove.run({ path: { id } });
  };
}

const columnsOf = (canWrite: boolean, actions: RowActions): Array<TableColumnType<CategoryNode>> => [
  {
    key: 'name',
    title: '名称',
    render: (_, { category }) => (
      <span className="category-name">
        {category.picture && <Thumbnail src={category.picture} size={28} />}
        {category.name}
      </span>
    ),
  },
  {
    key: 'goods',
    title: '商品',
    width: 120,
    render: (_, { category }) => <Link to={`/goods?category=${category.id}`}>查看商品</Link>,
  },
  {
    key: 'actions',
    title: '',
    align: 'end',
    render: (_, node) => {
      const { category } = node;
      return (
        canWrite && (
          <Space size={0}>
            {(node.children?.length ?? 0) > 1 && (
              <Button type="link" size="small" onClick={() => actions.order(node)}>
                排序
              </Button>
            )}
            {category.parentId === null && (
              <Button type="link" size="small" onClick={() => actions.addBelow(category)}>
                加子分类
              </Button>
            )}
            <Button type="link" size="small" onClick={() => actions.params(category)}>
              参数
            </Button>
            <Button type="link" size="small" onClick={() => actions.edit(category)}>
              编辑
            </Button>
            <Button type="link" size="small" danger onClick={() => actions.remove(category)}>
              删除
            </Button>
          </Space>
        )
      );
    },
  },
];

import { TreeSelect, type TreeSelectProps } from 'antd';
import { categoryTree } from './categories.ts';
import { useCategories } from './useCategories.ts';

/** Chooses one category by tree, with search by name. */
export function CategorySelect(props: Omit<TreeSelectProps<string>, 'treeData'>) {
  const categories = useCategories();
  return (
    <TreeSelect<string>
      treeData={categoryTree(categories.data ?? [])}
      loading={categories.isPending}
      treeDefaultExpandAll
      showSearch={{ treeNodeFilterProp: 'title' }}
      placeholder="选择分类"
      notFoundContent={categories.error ? '分类没有取到，请重试' : '还没有分类'}
      {...props}
    />
  );
}

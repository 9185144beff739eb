import { TreeSelect } from 'antd';
import { categoryTree } from '../../goods/catalog/categories.ts';
import { useCategories } from '../../goods/catalog/useCategories.ts';

interface Props {
  label: string;
  value: string[];
  disabled: boolean;
  onChange: (ids: string[]) => void;
}

/** Several categories by tree; one stands for those below it too. */
export function CategoriesInput({ label, value, onChange, disabled }: Props) {
  const categories = useCategories();
  return (
    <TreeSelect<string[]>
      multiple
      aria-label={label}
      placeholder={`${label}：可多选，包含下级分类`}
      disabled={disabled}
      style={{ width: '100%' }}
      treeData={categoryTree(categories.data ?? [])}
      loading={categories.isPending}
      treeDefaultExpandAll
      showSearch={{ treeNodeFilterProp: 'title' }}
      value={value}
      onChange={onChange}
      notFoundContent={categories.error ? '分类没有取到，请重试' : '还没有分类'}
    />
  );
}

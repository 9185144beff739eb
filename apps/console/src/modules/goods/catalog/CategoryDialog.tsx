import { createCategory, updateCategory } from '@jishi/api-client/admin';
import { createCategory as limits } from '@jishi/api-client/limits';
import { useChanges } from '@jishi/api-client/react';
import { Form, Input, Modal, Select } from 'antd';
import { Field } from '../../../form/Field.tsx';
import { useSending } from '../../../form/useSending.ts';
import { tell } from '../../../parts/ask.ts';
import { PictureList } from '../media/PictureList.tsx';
import type { Category } from './categories.ts';

interface CategoryDraft {
  name: string;
  parentId: string | null;
  pictures: string[];
}
interface Props {
  /** The category to change; null adds one below `parentId`. */
  category: Category | null;
  parentId: string | null;
  all: readonly Category[];
  onClose: () => void;
}

export function CategoryDialog({ category, parentId, all, onClose }: Props) {
  const [form] = Form.useForm<CategoryDraft>();
  const change = useChanges();
  const hasChildren = category !== null && all.some((c) => c.parentId === category.id);
  const roots = all.filter((c) => c.parentId === null && c.id !== category?.id);
  const { busy, send } = useSending<CategoryDraft>(
    form,
    async ({ name, parentId: parent, pictures }) => {
      const siblings = all.filter((one) => one.parentId === (parent || null));
      // A new one comes last.
      const sort = category?.sort ?? Math.min(9999, Math.max(0, ...siblings.map((one) => one.sort + 1)));
      const body = { name: name.trim(), parentId: parent || null, picture: pictures[0] ?? null, sort };
      if (category) await change(updateCategory, { path: { id: category.id }, body });
      else await change(createCategory, { body });
      tell(category ? '分类已保存' : '分类已添加');
      onClose();
    },
    { picture: 'pictures' },
  );
  return (
    <Modal
      open
      title={category ? '编辑分类' : '新建分类'}
      okText="保存"
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={send}
        initialValues={
          {
            name: category?.name ?? '',
            parentId: category ? category.parentId : parentId,
            pictures: category?.picture ? [category.picture] : [],
          } satisfies CategoryDraft
        }
      >
        <CategoryFields hasChildren={hasChildren} roots={roots} />
      </Form>
    </Modal>
  );
}

const CategoryFields = ({ hasChildren, roots }: { hasChildren: boolean; roots: Category[] }) => (
  <>
    <Field name="name" label="名称" limit={limits.name} required="请填写名称">
      <Input autoFocus showCount />
    </Field>
    <Form.Item
      name="parentId"
      label="上级分类"
      extra={hasChildren ? '它下面还有子分类，只能是一级分类。' : '分类最多两级。'}
    >
      <Select
        allowClear
        disabled={hasChildren}
        placeholder="无（一级分类）"
        options={roots.map((c) => ({ value: c.id, label: c.name }))}
      />
    </Form.Item>
    <Form.Item name="pictures" label="图标">
      <PictureList max={1} />
    </Form.Item>
  </>
);

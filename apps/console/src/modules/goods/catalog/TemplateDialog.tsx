import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { getTemplate, putTemplate } from '@jishi/api-client/admin';
import { useAsk, useChange } from '@jishi/api-client/react';
import { Button, Form, Input, Modal, Select, Skeleton } from 'antd';
import { LIST_MARKS } from '../../../form/lists.ts';
import { tell } from '../../../parts/ask.ts';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import type { Category } from './categories.ts';
import css from './ParamTable.module.css';

interface Draft {
  items: Array<{ name: string; values?: string[] }>;
}

/** The parameters that goods of a category, and of those below it, are asked for. */
export function TemplateDialog({ category, onClose }: { category: Category; onClose: () => void }) {
  const [form] = Form.useForm<Draft>();
  const found = useAsk(getTemplate, { path: { id: category.id } });
  const save = useChange(putTemplate, {
    onDone: () => {
      tell('参数已保存');
      onClose();
    },
  });
  const inherited = found.data?.inherited ?? [];
  return (
    <Modal
      open
      width={640}
      title={`「${category.name}」的商品参数`}
      okText="保存"
      confirmLoading={save.busy}
      okButtonProps={{ disabled: !found.data }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p className="quiet">
        编辑这个分类（和它下面分类）的商品时，会请您逐项填写这些参数；买家在商品页看到参数表，搜索时可以按它筛选。
      </p>
      <ProblemAlert problem={found.error} onRetry={found.refetch} />
      {found.isPending && <Skeleton active />}
      {inherited.length > 0 && <p>来自上级分类：{inherited.map(({ name }) => name).join('、')}</p>}
      {found.data && (
        <Form
          form={form}
          initialValues={{ items: found.data.own } satisfies Draft}
          onFinish={({ items = [] }) =>
            void save.run({
              path: { id: category.id },
              body: { items: items.map(({ name, values = [] }) => ({ name: name.trim(), values })) },
            })
          }
        >
          <Form.List name="items">
            {(rows, { add, remove }) => (
              <>
                {rows.map(({ key, name: at }) => (
                  <div key={key} className={css.row}>
                    <Form.Item
                      name={[at, 'name']}
                      style={{ flex: '0 0 140px' }}
                      rules={[{ required: true, whitespace: true, message: '请填写参数名称' }]}
                    >
                      <Input maxLength={20} placeholder="参数，如 材质" aria-label="参数名称" />
                    </Form.Item>
                    <Form.Item name={[at, 'values']} style={{ flex: 1, minWidth: 0 }}>
                      <Select
                        mode="tags"
                        open={false}
                        suffixIcon={null}
                        placeholder="可选内容，输入后回车；不填则自由填写"
                        aria-label="可选内容"
                        tokenSeparators={[...LIST_MARKS]}
                      />
                    </Form.Item>
                    <Button
                      type="text"
                      icon={<DeleteOutlined />}
                      aria-label="去掉这个参数"
                      style={{ marginBottom: 24 }}
                      onClick={() => remove(at)}
                    />
                  </div>
                ))}
                <Button icon={<PlusOutlined />} onClick={() => add({ name: '', values: [] })}>
                  添加参数
                </Button>
              </>
            )}
          </Form.List>
        </Form>
      )}
    </Modal>
  );
}

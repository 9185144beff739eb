import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { getTemplate } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { AutoComplete, Button, ConfigProvider, Form, Input } from 'antd';
import type { GoodsDraft, Param } from './goods-form.ts';
import css from './ParamTable.module.css';

interface Props {
  value?: Param[];
  onChange?: (params: Param[]) => void;
}
const MOST = 40;

/** Facts about a product: those that its category asks for, and others. */
export function ParamTable({ value = [], onChange }: Props) {
  const categoryId = Form.useWatch<GoodsDraft['categoryId']>('categoryId');
  const template = useAsk(getTemplate, categoryId ? { path: { id: categoryId } } : null, { staleTime: 60_000 }).data;
  const fixed = ConfigProvider.useConfig().componentDisabled ?? false;
  const asked = template ? [...template.inherited, ...template.own] : [];
  const others = value.flatMap((param, at) => (asked.some(({ name }) => name === param.name) ? [] : [{ param, at }]));
  const put = (at: number, change: Partial<Param>) =>
    onChange?.(value.map((param, place) => (place === at ? { ...param, ...change } : param)));
  const fill = (name: string, text: string) => {
    const at = value.findIndex((param) => param.name === name);
    if (at >= 0) put(at, { value: text });
    else onChange?.([...value, { name, value: text }]);
  };
  return (
    <div className={css.params}>
      {asked.map(({ name, values }) => (
        <label key={name} className={css.row}>
          <span>{name}</span>
          <AutoComplete
            value={value.find((param) => param.name === name)?.value ?? ''}
            options={values.map((one) => ({ value: one }))}
            onChange={(text: string) => fill(name, text.slice(0, 100))}
          />
        </label>
      ))}
      {others.map(({ param, at }) => (
        <div key={at} className={css.row}>
          <Input
            value={param.name}
            maxLength={20}
            placeholder="参数，如 材质"
            aria-label="参数名称"
            onChange={(event) => put(at, { name: event.target.value })}
          />
          <Input
            value={param.value}
            maxLength={100}
            placeholder="内容，如 新疆长绒棉"
            aria-label={`${param.name || '参数'} 的内容`}
            onChange={(event) => put(at, { value: event.target.value })}
          />
          {!fixed && (
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={`去掉 ${param.name || '这一行'}`}
              onClick={() => onChange?.(value.filter((_, place) => place !== at))}
            />
          )}
        </div>
      ))}
      {!fixed && value.length < MOST && (
        <Button
          className={css.add ?? ''}
          icon={<PlusOutlined />}
          onClick={() => onChange?.([...value, { name: '', value: '' }])}
        >
          添加参数
        </Button>
      )}
    </div>
  );
}

import type { BodyOf } from '@jishi/api-client';
import { getAdminGoods, listAdminGoods } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { Radio, Select, Space } from 'antd';
import { useRef, useState } from 'react';
import { useLater } from '../../../form/useLater.ts';
import { CategoriesInput } from './CategoriesInput.tsx';

export type Scope = BodyOf<'createCoupon'>['rule']['scope'];

interface Props {
  id?: string;
  value?: Scope;
  onChange?: (scope: Scope) => void;
  disabled?: boolean;
}

/** Which goods something is for: all, or goods, categories and tags, less exceptions. */
export function ScopeInput({ id, value, onChange, disabled = false }: Props) {
  const scope = value ?? {
    kind: 'all',
    goodsIds: [],
    categoryIds: [],
    tags: [],
    exceptGoodsIds: [],
    exceptCategoryIds: [],
  };
  // What was chosen comes back when somebody switches to 全店商品 and back again.
  const chosen = useRef(scope);
  const set = (change: Partial<Scope>) => {
    const next = { ...scope, ...change };
    if (next.kind === 'chosen') chosen.current = next;
    onChange?.(next);
  };
  const turn = (kind: Scope['kind']) => {
    const { goodsIds, categoryIds, tags } = chosen.current;
    set(kind === 'all' ? { kind, goodsIds: [], categoryIds: [], tags: [] } : { kind, goodsIds, categoryIds, tags });
  };
  return (
    <Space orientation="vertical" style={{ width: '100%' }} id={id}>
      <Radio.Group
        disabled={disabled}
        value={scope.kind}
        onChange={(event) => turn(event.target.value as Scope['kind'])}
        options={[
          { value: 'all', label: '全店商品' },
          { value: 'chosen', label: '指定商品、分类或标签' },
        ]}
      />
      {scope.kind === 'chosen' && (
        <>
          <GoodsInput
            label="指定商品"
            disabled={disabled}
            value={scope.goodsIds}
            onChange={(goodsIds) => set({ goodsIds })}
          />
          <CategoriesInput
            label="指定分类"
            disabled={disabled}
            value={scope.categoryIds}
            onChange={(categoryIds) => set({ categoryIds })}
          />
          <Select
            mode="tags"
            aria-label="指定标签"
            placeholder="指定标签：输入后回车"
            disabled={disabled}
            style={{ width: '100%' }}
            value={scope.tags}
            onChange={(tags: string[]) => set({ tags })}
          />
        </>
      )}
      <GoodsInput
        label="除外的商品"
        disabled={disabled}
        value={scope.exceptGoodsIds}
        onChange={(exceptGoodsIds) => set({ exceptGoodsIds })}
      />
      <CategoriesInput
        label="除外的分类"
        disabled={disabled}
        value={scope.exceptCategoryIds}
        onChange={(exceptCategoryIds) => set({ exceptCategoryIds })}
      />
    </Space>
  );
}

interface ListProps {
  label: string;
  value: string[];
  disabled: boolean;
  onChange: (ids: string[]) => void;
}

/** What a product is called that is chosen already and not among those that were found. */
const GoodsTitle = ({ id }: { id: string }) => useAsk(getAdminGoods, { path: { id } }).data?.title ?? '…';

/** Goods found by name. */
export function GoodsInput({ label, value, onChange, disabled }: ListProps) {
  const [keyword, setKeyword] = useState('');
  const later = useLater(setKeyword);
  const found = useAsk(listAdminGoods, { query: { keyword: keyword || undefined, limit: 50 } }, { keep: true });
  return (
    <Select
      mode="multiple"
      aria-label={label}
      placeholder={`${label}：输入名称搜索`}
      disabled={disabled}
      style={{ width: '100%' }}
      value={value}
      showSearch={{ filterOption: false, onSearch: later }}
      loading={found.isFetching}
      maxTagCount="responsive"
      options={(found.data?.items ?? []).map((goods) => ({ value: goods.id, label: goods.title }))}
      labelRender={({ value: goodsId, label: title }) => title ?? <GoodsTitle id={String(goodsId)} />}
      notFoundContent={found.isFetching ? '正在查找' : '没有找到商品'}
      onChange={onChange}
    />
  );
}

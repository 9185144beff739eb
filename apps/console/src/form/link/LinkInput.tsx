import { getAdminCoupon, getAdminGoods, listAdminCoupons, listAdminGoods } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { CategorySelect } from '../../modules/goods/catalog/CategorySelect.tsx';
import { useCategories } from '../../modules/goods/catalog/useCategories.ts';
import { useStaff } from '../../session.tsx';
import { useLater } from '../useLater.ts';
import css from './LinkInput.module.css';
import { type Kind, linkOf, PAGES, type Target, targetOf } from './links.ts';

interface Props {
  id?: string;
  value?: string;
  onChange?: (link: string) => void;
}

const KINDS: Record<Kind, string> = {
  none: '不跳转',
  page: '页面',
  goods: '商品',
  category: '分类',
  coupon: '优惠券',
  search: '搜索词',
  own: '自定义地址',
};
const EMPTY: Record<Kind, Target> = {
  none: { kind: 'none' },
  page: { kind: 'page', path: '/pages/category' },
  goods: { kind: 'goods', id: '' },
  category: { kind: 'category', id: '', name: '' },
  coupon: { kind: 'coupon', id: '' },
  search: { kind: 'search', keyword: '' },
  own: { kind: 'own', link: '' },
};
const isWhole = (target: Target): boolean =>
  !('id' in target && target.id === '') && !('keyword' in target && target.keyword === '');

/** Where a banner, block or button leads: a page of the shop, or a product, category or coupon found by name. */
export function LinkInput({ id, value = '', onChange }: Props) {
  const [target, setTarget] = useState(() => targetOf(value));
  const { can } = useStaff();
  // Somebody else wrote another address, e.g. a draft that was restored.
  const shown = isWhole(target) && linkOf(target) !== value ? targetOf(value) : target;
  const set = (next: Target) => {
    setTarget(next);
    onChange?.(isWhole(next) ? linkOf(next) : '');
  };
  const kinds = (Object.keys(KINDS) as Kind[]).filter(
    (kind) =>
      kind === shown.kind ||
      (kind === 'coupon' ? can('promotion:read') : !['goods', 'category'].includes(kind) || can('goods:read')),
  );
  return (
    <div className={css.link}>
      <Select<Kind>
        {...(id && { id })}
        className={css.kind ?? ''}
        aria-label="链接到"
        value={shown.kind}
        options={kinds.map((kind) => ({ value: kind, label: KINDS[kind] }))}
        onChange={(kind) => set(kind === 'own' ? { kind, link: value } : EMPTY[kind])}
      />
      <Detail target={shown} set={set} />
    </div>
  );
}

function Detail({ target, set }: { target: Target; set: (target: Target) => void }) {
  const { data: categories = [] } = useCategories();
  switch (target.kind) {
    case 'none':
      return null;
    case 'page':
      return (
        <Select
          aria-label="哪个页面"
          value={target.path}
          options={Object.entries(PAGES).map(([value, label]) => ({ value, label }))}
          onChange={(path) => set({ kind: 'page', path })}
        />
      );
    case 'goods':
      return <GoodsChoice id={target.id} onChange={(id) => set({ kind: 'goods', id })} />;
    case 'coupon':
      return <CouponChoice id={target.id} onChange={(id) => set({ kind: 'coupon', id })} />;
    case 'category':
      return (
        <CategorySelect
          aria-label="哪个分类"
          value={target.id || undefined}
          onChange={(id) => set({ kind: 'category', id, name: categories.find((one) => one.id === id)?.name ?? '' })}
        />
      );
    case 'search':
      return (
        <Input
          aria-label="搜索词"
          placeholder="买家会看到搜这个词的结果"
          maxLength={60}
          value={target.keyword}
          onChange={(event) => set({ kind: 'search', keyword: event.target.value })}
        />
      );
    case 'own':
      return (
        <Input
          aria-label="自定义地址"
          placeholder="/pages/category"
          maxLength={300}
          value={target.link}
          onChange={(event) => set({ kind: 'own', link: event.target.value.trim() })}
        />
      );
  }
}

interface ChoiceProps {
  id: string;
  onChange: (id: string) => void;
}

function GoodsChoice({ id, onChange }: ChoiceProps) {
  const [keyword, setKeyword] = useState('');
  const later = useLater(setKeyword);
  const found = useAsk(
    listAdminGoods,
    { query: { keyword: keyword || undefined, state: 'on', limit: 20 } },
    { keep: true },
  );
  const chosen = useAsk(getAdminGoods, id ? { path: { id } } : null);
  const options = (found.data?.items ?? []).map((goods) => ({ value: goods.id, label: goods.title }));
  return (
    <Select
      aria-label="哪件商品"
      placeholder="输入名称搜索在售商品"
      showSearch={{ filterOption: false, onSearch: later }}
      loading={found.isFetching}
      value={id || null}
      options={withChosen(options, id, chosen.data?.title, chosen.error !== null)}
      notFoundContent={found.isFetching ? '正在查找' : '没有找到在售的商品'}
      onChange={(next) => onChange(next ?? '')}
    />
  );
}

function CouponChoice({ id, onChange }: ChoiceProps) {
  const found = useAsk(listAdminCoupons, { query: { state: 'issuing', limit: 50 } });
  const chosen = useAsk(getAdminCoupon, id ? { path: { id } } : null);
  const options = (found.data?.items ?? []).map((coupon) => ({ value: coupon.id, label: coupon.name }));
  return (
    <Select
      aria-label="哪张优惠券"
      placeholder="选择发放中的优惠券"
      showSearch={{ optionFilterProp: 'label' }}
      loading={found.isPending}
      value={id || null}
      options={withChosen(options, id, chosen.data?.name, chosen.error !== null)}
      notFoundContent={found.isPending ? '正在查找' : '没有发放中的优惠券'}
      onChange={(next) => onChange(next ?? '')}
    />
  );
}

/** What was chosen before is called by its name, though it is not among those found now. */
const withChosen = (
  options: { value: string; label: string }[],
  id: string,
  name: string | undefined,
  gone: boolean,
): { value: string; label: string }[] =>
  !id || options.some(({ value }) => value === id)
    ? options
    : [{ value: id, label: name ?? (gone ? '已经不在了，请重新选择' : '…') }, ...options];

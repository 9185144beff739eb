import { getAdminGoods } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { Form, InputNumber, Space } from 'antd';
import { useState } from 'react';
import { YuanInput } from '../../../form/YuanInput.tsx';
import { yuanText } from '../../../parts/money.ts';
import { GoodsInput } from '../scope/ScopeInput.tsx';
import type { CampaignDraft } from './campaign-form.ts';

type Items = CampaignDraft['bundle']['items'];

/** Which pieces make a set, or from what the shopper picks how many, and what it costs. */
export function BundleFields({ free, started }: { free: boolean; started: boolean }) {
  const whole = (min: number, max: number, suffix: string) => ({
    min,
    max,
    precision: 0,
    suffix,
    style: { width: 130 },
  });
  return (
    <>
      <Space wrap align="start">
        {free && (
          <Form.Item name={['bundle', 'pick']} label="任选几件" rules={[{ required: true, message: '请填写 2 到 20' }]}>
            <InputNumber {...whole(2, 20, '件')} disabled={started} />
          </Form.Item>
        )}
        <Form.Item
          name={['bundle', 'priceFen']}
          label="一套多少钱"
          rules={[{ required: true, message: '请填写套装价，最多两位小数' }]}
        >
          <YuanInput disabled={started} style={{ width: 160 }} />
        </Form.Item>
        <Form.Item name={['bundle', 'mostSets']} label="每单最多几套" extra="不填：不限">
          <InputNumber {...whole(1, 100, '套')} disabled={started} />
        </Form.Item>
      </Space>
      <Form.Item
        name={['bundle', 'items']}
        label={free ? '可选的商品' : '套装里的商品'}
        extra="选在售的商品；每件从它自己的库存里扣"
        rules={[{ required: true, type: 'array', min: 1, message: free ? '请选择可选的商品' : '请填写套装里每款几件' }]}
      >
        <ItemsInput free={free} disabled={started} />
      </Form.Item>
    </>
  );
}

interface ItemsProps {
  id?: string;
  value?: Items;
  onChange?: (items: Items) => void;
  free: boolean;
  disabled: boolean;
}
function ItemsInput({ id, value = [], onChange, free, disabled }: ItemsProps) {
  // Goods of which no SKU is chosen yet stand here alone.
  const [looked, setLooked] = useState<string[]>([]);
  const goodsIds = [...new Set([...value.map((item) => item.goodsId), ...looked])];
  const choose = (ids: string[]) => {
    setLooked(ids);
    onChange?.(value.filter((item) => ids.includes(item.goodsId)));
  };
  const set = (goodsId: string, skuId: string, quantity: number | null) => {
    const others = value.filter((item) => item.skuId !== skuId);
    onChange?.(quantity ? [...others, { goodsId, skuId, quantity }] : others);
  };
  return (
    <div id={id}>
      <GoodsInput label="选择商品" disabled={disabled} value={goodsIds} onChange={choose} />
      {goodsIds.map((goodsId) => (
        <GoodsPieces key={goodsId} id={goodsId} value={value} most={free ? 1 : 20} disabled={disabled} onSet={set} />
      ))}
    </div>
  );
}

interface GoodsPiecesProps {
  id: string;
  value: Items;
  most: number;
  disabled: boolean;
  onSet: (goodsId: string, skuId: string, quantity: number | null) => void;
}
function GoodsPieces({ id, value, most, disabled, onSet }: GoodsPiecesProps) {
  const goods = useAsk(getAdminGoods, { path: { id } }).data;
  if (!goods) return null;
  return (
    <section aria-label={goods.title} style={{ marginTop: 12 }}>
      <strong>{goods.title}</strong>
      {goods.skus.map((sku) => (
        <div key={sku.id} style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center', margin: '6px 0' }}>
          <span style={{ flex: '1 1 140px' }}>
            {sku.specs.join(' / ') || '默认'} <span className="quiet">现价 {yuanText(sku.priceFen)}</span>
          </span>
          <InputNumber
            id={`bundle-${sku.id}`}
            aria-label={`${goods.title} ${sku.specs.join(' ')} 的件数`}
            placeholder="不参加"
            min={0}
            max={most}
            precision={0}
            suffix="件"
            disabled={disabled}
            style={{ width: 130 }}
            value={value.find((item) => item.skuId === sku.id)?.quantity ?? null}
            onChange={(quantity) => onSet(id, sku.id, quantity)}
          />
        </div>
      ))}
    </section>
  );
}

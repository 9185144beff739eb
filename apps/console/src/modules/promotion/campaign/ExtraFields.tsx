import { getAdminGoods } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { Checkbox, Form, InputNumber, Select, Space } from 'antd';
import { useState } from 'react';
import { YuanInput } from '../../../form/YuanInput.tsx';
import { yuanText } from '../../../parts/money.ts';
import { GoodsInput } from '../scope/ScopeInput.tsx';
import { BrokenField } from './BrokenField.tsx';
import type { CampaignDraft } from './campaign-form.ts';
import { LimitFields } from './LimitFields.tsx';

type Items = CampaignDraft['extra']['items'];

/** From what on, and which goods the shopper may choose: gifts, or for a price of their own. */
export function ExtraFields({ gift, started }: { gift: boolean; started: boolean }) {
  const by = Form.useWatch(['extra', 'by'], { preserve: true }) as 'amount' | 'pieces';
  return (
    <>
      <Space wrap align="start">
        <Form.Item name={['extra', 'by']} label="按什么计算">
          <Select
            disabled={started}
            style={{ width: 130 }}
            options={[
              { value: 'amount', label: '买满多少元' },
              { value: 'pieces', label: '买满多少件' },
            ]}
          />
        </Form.Item>
        <Form.Item name={['extra', 'from']} label="满" rules={[{ required: true, message: '请填写门槛' }]}>
          {by === 'pieces' ? (
            <InputNumber min={1} max={9999} precision={0} suffix="件" disabled={started} style={{ width: 130 }} />
          ) : (
            <YuanInput disabled={started} style={{ width: 160 }} />
          )}
        </Form.Item>
        <Form.Item
          name={['extra', 'most']}
          label={gift ? '每单最多送' : '每单最多换购'}
          rules={[{ required: true, message: '请填写 1 到 20' }]}
        >
          <InputNumber min={1} max={20} precision={0} suffix="件" disabled={started} style={{ width: 130 }} />
        </Form.Item>
      </Space>
      <Form.Item
        name={['extra', 'items']}
        label={gift ? '赠品，由顾客选择' : '换购的商品'}
        extra="选在售的商品；卖出的件数从它自己的库存里扣"
        rules={[{ required: true, type: 'array', min: 1, message: gift ? '请至少选一款赠品' : '请至少填一款的换购价' }]}
      >
        <ItemsInput gift={gift} disabled={started} />
      </Form.Item>
      <BrokenField
        of="extra"
        started={started}
        options={[
          { value: 'back', label: `${gift ? '赠品' : '换购商品'}一并退回` },
          { value: 'deduct', label: `顾客留下${gift ? '赠品' : '换购商品'}，从退款中扣除少付的金额` },
          { value: 'keep', label: '不收回，也不扣除' },
        ]}
      />
      <LimitFields of="extra" started={started} />
    </>
  );
}

interface ItemsProps {
  id?: string;
  value?: Items;
  onChange?: (items: Items) => void;
  gift: boolean;
  disabled: boolean;
}
function ItemsInput({ id, value = [], onChange, gift, disabled }: ItemsProps) {
  // Goods of which no SKU is chosen yet stand here alone.
  const [looked, setLooked] = useState<string[]>([]);
  const goodsIds = [...new Set([...value.map((item) => item.goodsId), ...looked])];
  const choose = (ids: string[]) => {
    setLooked(ids);
    onChange?.(value.filter((item) => ids.includes(item.goodsId)));
  };
  const set = (goodsId: string, skuId: string, priceFen: number | null) => {
    const others = value.filter((item) => item.skuId !== skuId);
    onChange?.(priceFen === null ? others : [...others, { goodsId, skuId, priceFen }]);
  };
  return (
    <div id={id}>
      <GoodsInput label={gift ? '选择赠品' : '选择换购商品'} disabled={disabled} value={goodsIds} onChange={choose} />
      {goodsIds.map((goodsId) => (
        <GoodsItems key={goodsId} id={goodsId} value={value} gift={gift} disabled={disabled} onSet={set} />
      ))}
    </div>
  );
}

interface GoodsItemsProps {
  id: string;
  value: Items;
  gift: boolean;
  disabled: boolean;
  onSet: (goodsId: string, skuId: string, priceFen: number | null) => void;
}
function GoodsItems({ id, value, gift, disabled, onSet }: GoodsItemsProps) {
  const goods = useAsk(getAdminGoods, { path: { id } }).data;
  if (!goods) return null;
  return (
    <section aria-label={goods.title} style={{ marginTop: 12 }}>
      <strong>{goods.title}</strong>
      {goods.skus.map((sku) => {
        const item = value.find((one) => one.skuId === sku.id);
        const name = `${goods.title} ${sku.specs.join(' ')}`;
        return (
          <div
            key={sku.id}
            style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center', margin: '6px 0' }}
          >
            <span style={{ flex: '1 1 140px' }}>
              {sku.specs.join(' / ') || '默认'} <span className="quiet">现价 {yuanText(sku.priceFen)}</span>
            </span>
            {gift ? (
              <Checkbox
                id={`gift-${sku.id}`}
                aria-label={`送 ${name}`}
                disabled={disabled}
                checked={item !== undefined}
                onChange={(event) => onSet(id, sku.id, event.target.checked ? 0 : null)}
              >
                送
              </Checkbox>
            ) : (
              <YuanInput
                id={`extra-${sku.id}`}
                aria-label={`${name} 的换购价`}
                placeholder="不参加"
                disabled={disabled}
                style={{ width: 140 }}
                value={item?.priceFen ?? null}
                onChange={(fen) => onSet(id, sku.id, typeof fen === 'number' ? fen : null)}
              />
            )}
          </div>
        );
      })}
    </section>
  );
}

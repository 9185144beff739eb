import { getAdminGoods } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { Form } from 'antd';
import { YuanInput } from '../../../form/YuanInput.tsx';
import { yuanText } from '../../../parts/money.ts';
import type { CampaignDraft } from './campaign-form.ts';

type Prices = CampaignDraft['discount']['prices'];
interface SkuPricesProps {
  value?: Prices;
  onChange?: (prices: Prices) => void;
  disabled: boolean;
}

/** A price of its own for each SKU of the chosen goods; a SKU without one keeps its price. */
export function SkuPrices({ value = [], onChange, disabled }: SkuPricesProps) {
  const goodsIds = (Form.useWatch('scope', { preserve: true }) as CampaignDraft['scope'] | undefined)?.goodsIds ?? [];
  if (goodsIds.length === 0) return <p className="quiet">请先在下面的“参加的商品”里选择商品。</p>;
  const set = (skuId: string, priceFen: number | null) => {
    const others = value.filter((price) => price.skuId !== skuId);
    onChange?.(priceFen === null ? others : [...others, { skuId, priceFen }]);
  };
  return (
    <div>
      {goodsIds.map((id) => (
        <GoodsPrices key={id} id={id} value={value} disabled={disabled} onSet={set} />
      ))}
    </div>
  );
}

interface GoodsPricesProps {
  id: string;
  value: Prices;
  disabled: boolean;
  onSet: (skuId: string, priceFen: number | null) => void;
}
function GoodsPrices({ id, value, disabled, onSet }: GoodsPricesProps) {
  const goods = useAsk(getAdminGoods, { path: { id } }).data;
  if (!goods) return null;
  return (
    <section aria-label={goods.title}>
      <strong>{goods.title}</strong>
      {goods.skus.map((sku) => (
        <div key={sku.id} style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center', margin: '6px 0' }}>
          <span style={{ flex: '1 1 140px' }}>
            {sku.specs.join(' / ') || '默认'} <span className="quiet">现价 {yuanText(sku.priceFen)}</span>
          </span>
          <YuanInput
            id={`price-${sku.id}`}
            aria-label={`${goods.title} ${sku.specs.join(' ')} 的活动价`}
            placeholder="不参加"
            disabled={disabled}
            style={{ width: 140 }}
            value={value.find((price) => price.skuId === sku.id)?.priceFen ?? null}
            onChange={(fen) => onSet(sku.id, typeof fen === 'number' ? fen : null)}
          />
        </div>
      ))}
    </section>
  );
}

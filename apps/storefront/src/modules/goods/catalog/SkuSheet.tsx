import { useState } from 'react';
import { Button } from '../../../parts/Button';
import { Picture } from '../../../parts/Picture';
import { Price } from '../../../parts/Price';
import { Sheet } from '../../../parts/Sheet';
import { Stepper } from '../../../parts/Stepper';
import { toast } from '../../../parts/toast';
import { Text, View } from '../../../platform/elements';
import { dealOn, priceNow, rangeOf, struckOf } from '../../promotion/campaign/deal';
import {
  type Choice,
  canChoose,
  choiceText,
  choose,
  firstChoice,
  type Product,
  pictureOf,
  type Sku,
  skuOf,
} from './sku';
import './SkuSheet.scss';

interface SkuSheetProps {
  product: Product;
  open: boolean;
  /** What the button at the end says. */
  action: string;
  busy: boolean;
  onClose: () => void;
  onConfirm: (sku: Sku, quantity: number) => void;
}
const MAX_PIECES = 99;

/** Picture, price and stock of each combination; confirmed with a number of pieces. */
export function SkuSheet({ product, open, action, busy, onClose, onConfirm }: SkuSheetProps) {
  const [choice, setChoice] = useState<Choice>(() => firstChoice(product));
  const [quantity, setQuantity] = useState(1);
  const sku = skuOf(product, choice);
  const range = rangeOf(product);
  const deal = dealOn(product);
  const struck = sku && deal ? struckOf(deal, priceNow(product, sku)) : null;
  const most = Math.min(MAX_PIECES, sku?.available ?? MAX_PIECES);
  const pieces = Math.min(quantity, Math.max(1, most));
  const missing = product.specs.filter((_, axis) => choice[axis] === undefined).map((axis) => axis.name);
  const confirm = () => {
    if (!sku) return toast(`请选择${missing.join('、')}`);
    if (sku.available < 1) return toast('这个款式卖完了，换一个试试');
    onConfirm(sku, pieces);
  };
  return (
    <Sheet
      open={open}
      title="选择规格"
      onClose={onClose}
      footer={
        <Button id="sku-confirm" block busy={busy} disabled={sku !== undefined && sku.available < 1} onClick={confirm}>
          {action}
        </Button>
      }
    >
      <View className="sku__head">
        <View className="sku__picture">
          <Picture src={pictureOf(product, choice)} alt={product.title} />
        </View>
        <View>
          <Price fen={sku ? priceNow(product, sku) : range.from} size="l" from={!sku && range.to > range.from} />
          {struck !== null && <Price fen={struck} strike />}
          <View className="muted small">
            {sku ? stockText(sku.available, product.unit) : `请选择${missing.join('、')}`}
          </View>
          {choiceText(choice) && (
            <View id="sku-chosen" className="muted small">
              已选 {choiceText(choice)}
            </View>
          )}
        </View>
      </View>
      {product.specs.map((axis, a) => (
        <View key={axis.name} className="sku__axis">
          <View className="sku__name">{axis.name}</View>
          <View className="sku__values">
            {axis.values.map((value, v) => {
              const can = canChoose(product, choice, a, value);
              const on = choice[a] === value;
              return (
                <View
                  key={value}
                  id={`spec-${a}-${v}`}
                  className={`sku__value ${on ? 'sku__value--on' : ''} ${can ? '' : 'sku__value--off'}`}
                  disabled={!can}
                  pressed={on}
                  onTap={() => setChoice((was) => choose(product, was, a, value))}
                >
                  {value}
                </View>
              );
            })}
          </View>
        </View>
      ))}
      <View className="sku__count">
        <Text className="sku__name grow">数量</Text>
        <Stepper id="sku-quantity" value={pieces} max={Math.max(1, most)} onChange={setQuantity} />
      </View>
    </Sheet>
  );
}

const stockText = (available: number, unit: string): string =>
  available < 1 ? '已售罄' : available <= 10 ? `仅剩 ${available} ${unit}` : `库存 ${available} ${unit}`;

import { Picture } from '../../../parts/Picture';
import { Price } from '../../../parts/Price';
import { Text, View } from '../../../platform/elements';
import { type Presale, presaleText } from '../../goods/catalog/presale';
import './OrderLines.scss';

interface Line {
  skuId: string;
  title: string;
  specs: string[];
  picture: string;
  unitPriceFen: number;
  quantity: number;
  refundedQuantity?: number;
  troubleText?: string | null;
  presale?: Presale | null;
}

/** What is or will be bought, piece by piece. */
export const OrderLines = ({ lines, onOpen }: { lines: Line[]; onOpen?: (line: Line) => void }) => (
  <View>
    {lines.map((line) => (
      <View key={line.skuId} className="order-line" onTap={onOpen && (() => onOpen(line))}>
        <View className="order-line__picture">
          <Picture src={line.picture} />
        </View>
        <View className="grow">
          <View className="order-line__title two-lines">{line.title}</View>
          <View className="order-line__specs one-line">{line.specs.join(' / ')}</View>
          {line.presale && <View className="order-line__presale">{presaleText(line.presale)}</View>}
          {line.troubleText && <View className="order-line__trouble">{line.troubleText}</View>}
          {(line.refundedQuantity ?? 0) > 0 && (
            <View className="order-line__trouble">已退 / 退款中 {line.refundedQuantity} 件</View>
          )}
        </View>
        <View className="order-line__sum">
          <Price fen={line.unitPriceFen} size="s" plain />
          <Text className="order-line__count">×{line.quantity}</Text>
        </View>
      </View>
    ))}
  </View>
);

import { Button } from '../../../parts/Button';
import { Icon } from '../../../parts/Icon';
import { Price } from '../../../parts/Price';
import { copy } from '../../../parts/toast';
import { Text, View } from '../../../platform/elements';
import { chinaTime, type Order, refundText } from './states';
import { useOrderActions } from './useOrderActions';

const isPart = (order: Order): boolean => order.state === 'paid' && order.shipments.length > 0;
/** What is in a parcel. */
const contentOf = (order: Order, pieces: Order['shipments'][number]['lines']): string =>
  pieces
    .map(({ lineId, quantity }) => `${order.lines.find((l) => l.id === lineId)?.title ?? '商品'} ×${quantity}`)
    .join('，');

export const Shipments = ({ order }: { order: Order }) => (
  <>
    {order.shipments.map((shipment, n) => (
      <View key={shipment.id} className="card order__address">
        <Icon name="truck" size={22} />
        <View className="grow">
          <View className="order__person">
            {order.shipments.length > 1 || isPart(order) ? `包裹 ${n + 1}：` : ''}
            {shipment.carrierName}
          </View>
          <View className="muted small">运单号 {shipment.trackingNumber}</View>
          <View className="muted small">{chinaTime(shipment.shippedAt)} 发出</View>
          {(order.shipments.length > 1 || isPart(order)) && (
            <View className="muted small">{contentOf(order, shipment.lines)}</View>
          )}
        </View>
        <Button size="s" kind="plain" id="copy-tracking" onClick={() => copy(shipment.trackingNumber)}>
          复制
        </Button>
      </View>
    ))}
  </>
);

export function Refunds({ order }: { order: Order }) {
  const { withdraw } = useOrderActions();
  return (
    <>
      {order.refunds.map((refund) => (
        <View key={refund.id} id={`refund-${refund.id}`} className="card">
          <View className="row">
            <Text className="grow order__person">{refundText(refund).text}</Text>
            {refund.state === 'requested' && <Text className="muted small">预计 </Text>}
            <Price fen={refund.amountFen} exact />
          </View>
          <View className="muted small">{refundText(refund).hint}</View>
          <View className="order__refund-lines small">
            {refund.lines.map((line) => (
              <View key={line.lineId} className="row">
                <Text className="grow one-line">{line.title}</Text>
                <Text className="muted">×{line.quantity}</Text>
              </View>
            ))}
            {refund.freightFen > 0 && (
              <View className="row">
                <Text className="grow">运费</Text>
                <Price fen={refund.freightFen} size="s" plain />
              </View>
            )}
            {refund.terms.map((text) => (
              <View key={text} className="muted">
                {text}
              </View>
            ))}
          </View>
          <View className="row small muted">
            <Text className="grow">
              {refund.reason}，{chinaTime(refund.createdAt)}
            </Text>
            {refund.state === 'requested' && (
              <Button size="s" kind="plain" id={`withdraw-${refund.id}`} onClick={() => void withdraw(refund.id)}>
                撤销申请
              </Button>
            )}
          </View>
        </View>
      ))}
    </>
  );
}

/** What happened, the latest first. */
export const Timeline = ({ order }: { order: Order }) => (
  <View className="card order__timeline">
    {[...order.timeline].reverse().map((step, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: two steps may share the instant and the kind
      <View key={index} className={`order__step ${index === 0 ? 'order__step--last' : ''}`}>
        <View className="order__what">{step.text}</View>
        <View className="muted small">{chinaTime(step.at)}</View>
      </View>
    ))}
  </View>
);

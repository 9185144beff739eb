import { useAsk } from '@jishi/api-client/react';
import { getOrder, listReviewable } from '@jishi/api-client/shop';
import { go } from '../../../nav';
import { BottomBar } from '../../../parts/BottomBar';
import { Button } from '../../../parts/Button';
import { Cell } from '../../../parts/Cell';
import { Icon, type IconName } from '../../../parts/Icon';
import { Problem } from '../../../parts/Problem';
import { Screen } from '../../../parts/Screen';
import { Skeleton } from '../../../parts/Skeleton';
import { copy } from '../../../parts/toast';
import { Text, View } from '../../../platform/elements';
import { presaleText } from '../../goods/catalog/presale';
import { maskedPhone } from '../../identity/customer/masked-phone';
import { Explanation } from './Explanation';
import { OrderLines } from './OrderLines';
import { Refunds, Shipments, Timeline } from './sections';
import { canAskRefund, chinaTime, type Order, orderText } from './states';
import { useCountDown } from './useCountDown';
import { useOrderActions } from './useOrderActions';
import { useOrderId } from './useOrderId';
import './OrderPage.scss';

const STATE_ICON: Record<Order['state'], IconName> = {
  unpaid: 'wallet',
  paid: 'box',
  shipped: 'truck',
  received: 'check',
  closed: 'close',
  refunded: 'refund',
};

export function OrderPage() {
  const named = useOrderId();
  const {
    data: order,
    error,
    refetch: reload,
  } = useAsk(getOrder, named.id === undefined ? null : { path: { id: named.id } });
  const problem = error ?? named.error;
  return (
    <Screen title="订单详情" className="screen--barred order">
      {problem && !order && <Problem problem={problem} onRetry={named.error ? named.refetch : reload} />}
      {!problem && !order && <Skeleton rows={4} />}
      {order && (
        <>
          <State order={order} onOver={reload} />
          <View className="card order__address">
            <Icon name="pin" size={22} />
            <View className="grow">
              <View className="order__person">
                {order.address.name} {maskedPhone(order.address.phone)}
              </View>
              <View className="muted small">
                {order.address.province}
                {order.address.city === order.address.province ? '' : order.address.city}
                {order.address.district} {order.address.detail}
              </View>
            </View>
          </View>
          <Shipments order={order} />
          <Refunds order={order} />
          <View className="card order__lines">
            <OrderLines
              lines={order.lines}
              onOpen={(line) => {
                const goodsId = order.lines.find((l) => l.skuId === line.skuId)?.goodsId;
                if (goodsId) go('product', { id: goodsId });
              }}
            />
            <Explanation
              parts={order.parts}
              totalFen={order.totalFen}
              purses={order.purses}
              dueFen={order.dueFen}
              totalText={order.state === 'unpaid' || !order.paidAt ? '应付合计' : '实付合计'}
            />
          </View>
          <View className="card order__facts">
            <Cell
              title="订单编号"
              value={
                <View className="order__number" onTap={() => copy(order.number)} label={`复制订单编号 ${order.number}`}>
                  <Text>{order.number}</Text> <Icon name="copy" size={14} />
                </View>
              }
            />
            {order.presale && <Cell title="发货时间" value={presaleText(order.presale)} />}
            <Cell title="下单时间" value={chinaTime(order.createdAt)} />
            {order.paidAt && <Cell title="支付时间" value={chinaTime(order.paidAt)} />}
            {order.transactionId && (
              <Cell title="微信支付单号" value={<Text className="order__long">{order.transactionId}</Text>} />
            )}
            {order.note && <Cell title="订单备注" value={order.note} />}
          </View>
          <Timeline order={order} />
          <Actions order={order} />
        </>
      )}
    </Screen>
  );
}

function State({ order, onOver }: { order: Order; onOver: () => unknown }) {
  const waits = order.state === 'unpaid' && order.closesAt !== null;
  const left = useCountDown(waits ? order.closesAt : null, onOver);
  const { title, hint } = orderText(order);
  const detail =
    left !== undefined
      ? `剩余 ${left}，逾期订单自动关闭`
      : waits
        ? '支付时间已过，订单正在关闭'
        : order.state === 'shipped' && order.receiveBy
          ? `${chinaTime(order.receiveBy)} 前未确认将自动收货`
          : order.shipBy && Date.parse(order.shipBy) > Date.now()
            ? `商家承诺 ${chinaTime(order.shipBy)} 前发货`
            : (order.closeReason ?? hint);
  return (
    <View className={`order__state order__state--${order.state}`}>
      <View className="grow">
        <View id="order-state" className="order__title">
          {title}
        </View>
        <View className="order__hint">{detail}</View>
      </View>
      <Icon name={STATE_ICON[order.state]} size={44} className="order__mark" />
    </View>
  );
}

function Actions({ order }: { order: Order }) {
  const { cancel, receive } = useOrderActions();
  const received = order.state === 'received';
  const toReview = useAsk(listReviewable, received ? { query: { orderId: order.id } } : null).data?.items.length ?? 0;
  if (order.state !== 'unpaid' && order.state !== 'shipped' && !canAskRefund(order) && toReview === 0) return null;
  return (
    <BottomBar>
      <View className="grow" />
      {order.state === 'unpaid' && (
        <>
          <Button id="cancel-order" kind="plain" onClick={() => void cancel(order.id)}>
            取消订单
          </Button>
          <Button id="pay-now" onClick={() => go('pay', { id: order.id })}>
            去支付
          </Button>
        </>
      )}
      {canAskRefund(order) && (
        <Button id="ask-refund" kind="plain" onClick={() => go('refund', { id: order.id })}>
          申请退款
        </Button>
      )}
      {toReview > 0 && (
        <Button id="to-review" onClick={() => go('review', { orderId: order.id })}>
          评价
        </Button>
      )}
      {order.state === 'shipped' && (
        <Button id="confirm-receipt" onClick={() => void receive(order.id)}>
          确认收货
        </Button>
      )}
    </BottomBar>
  );
}

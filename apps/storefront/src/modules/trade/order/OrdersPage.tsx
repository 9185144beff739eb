import type { Item } from '@jishi/api-client';
import { useAsk, usePages } from '@jishi/api-client/react';
import { countOrders, listOrders, listRefunds } from '@jishi/api-client/shop';
import { useState } from 'react';
import { ListFoot } from '../../../data/ListFoot';
import { useReachEnd } from '../../../data/useReachEnd';
import { go, useParams } from '../../../nav';
import { Button } from '../../../parts/Button';
import { Empty } from '../../../parts/Empty';
import { Price } from '../../../parts/Price';
import { Screen } from '../../../parts/Screen';
import { Tabs } from '../../../parts/Tabs';
import { Text, View } from '../../../platform/elements';
import { OrderLines } from './OrderLines';
import { ORDER_TEXT, type OrderState, orderText, refundText } from './states';
import { useOrderActions } from './useOrderActions';
import './OrdersPage.scss';

type Tab = 'all' | 'unpaid' | 'paid' | 'shipped' | 'received' | 'refunding';
const TABS: { key: Tab; text: string }[] = [
  { key: 'all', text: '全部' },
  { key: 'unpaid', text: '待付款' },
  { key: 'paid', text: '待发货' },
  { key: 'shipped', text: '待收货' },
  { key: 'received', text: '已完成' },
  { key: 'refunding', text: '退款/售后' },
];

export function OrdersPage() {
  const { state } = useParams('orders');
  const [tab, setTab] = useState<Tab>(() => TABS.find((t) => t.key === state)?.key ?? 'all');
  const counts = useAsk(countOrders);
  const countOf = (key: Tab): number => (counts.data as Partial<Record<Tab, number>> | undefined)?.[key] ?? 0;
  return (
    <Screen title="我的订单" className="orders">
      <View className="orders__tabs">
        <Tabs
          id="orders-tab"
          label="订单状态"
          tabs={TABS.map((one) => ({ ...one, count: countOf(one.key) }))}
          at={tab}
          onChange={setTab}
        />
      </View>
      {tab === 'refunding' ? <Refunds /> : <Orders key={tab} state={tab === 'all' ? undefined : tab} />}
    </Screen>
  );
}

function Orders({ state }: { state: OrderState | undefined }) {
  const orders = usePages(listOrders, { query: { state, limit: 10 } });
  const { receive } = useOrderActions();
  useReachEnd(orders.more);
  return (
    <View>
      {orders.items.map((order) => (
        <OrderCard key={order.id} order={order} onReceive={() => void receive(order.id)} />
      ))}
      <ListFoot list={orders} />
      {orders.ended && orders.items.length === 0 && <Nothing text={state ? ORDER_TEXT[state].short : ''} />}
    </View>
  );
}
const Nothing = ({ text }: { text: string }) => (
  <Empty
    icon="list"
    title={`还没有${text}订单`}
    text="去挑几件喜欢的"
    action={{ text: '去逛逛', onClick: () => go('home') }}
  />
);

const OrderCard = ({ order, onReceive }: { order: Item<'listOrders'>; onReceive: () => void }) => {
  const open = () => go('order', { id: order.id });
  return (
    <View className="card orders__card">
      <View id={`order-${order.id}`} onTap={open} role="link">
        <View className="row orders__head">
          <Text className="grow muted small">{order.number}</Text>
          <Text className={`orders__state orders__state--${order.state}`}>{orderText(order).short}</Text>
        </View>
        <OrderLines lines={order.lines.slice(0, 2)} />
        {order.lines.length > 2 && <View className="muted small">还有 {order.lines.length - 2} 种商品</View>}
        <View className="orders__sum">
          共 {order.pieces} 件 <Price fen={order.totalFen} size="s" plain exact />
          {order.state === 'unpaid' && order.dueFen < order.totalFen && (
            <Text id={`due-${order.id}`}>
              ，还需支付 <Price fen={order.dueFen} size="s" exact />
            </Text>
          )}
        </View>
      </View>
      {(order.state === 'unpaid' || order.state === 'shipped') && (
        <View className="orders__actions">
          {order.state === 'unpaid' && (
            <Button id={`pay-${order.id}`} size="s" onClick={() => go('pay', { id: order.id })}>
              去支付
            </Button>
          )}
          {order.state === 'shipped' && (
            <>
              <Button kind="plain" size="s" onClick={open}>
                查看物流
              </Button>
              <Button id={`receive-${order.id}`} size="s" onClick={onReceive}>
                确认收货
              </Button>
            </>
          )}
        </View>
      )}
    </View>
  );
};

function Refunds() {
  const refunds = usePages(listRefunds, { query: { limit: 10 } });
  useReachEnd(refunds.more);
  return (
    <View>
      {refunds.items.map((refund) => (
        <View
          key={refund.id}
          id={`refund-${refund.id}`}
          className="card orders__card"
          onTap={() => go('order', { id: refund.orderId })}
          role="link"
        >
          <View className="row orders__head">
            <Text className="grow muted small">订单 {refund.orderNumber}</Text>
            <Text className="orders__state orders__state--unpaid">{refundText(refund).text}</Text>
          </View>
          {refund.lines.map((line) => (
            <View key={line.lineId} className="row small">
              <Text className="grow one-line">{line.title}</Text>
              <Text className="muted">×{line.quantity}</Text>
            </View>
          ))}
          {refund.kind === 'late' && <View className="small">{refund.reason}</View>}
          <View className="orders__sum">
            {refund.state === 'requested' ? '预计退款' : '退款'} <Price fen={refund.amountFen} size="s" exact />
          </View>
        </View>
      ))}
      <ListFoot list={refunds} />
      {refunds.ended && refunds.items.length === 0 && (
        <Empty icon="refund" title="没有退款和售后" text="发货前可以在订单里申请退款" />
      )}
    </View>
  );
}

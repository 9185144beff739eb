import { useAsk } from '@jishi/api-client/react';
import { getOrder } from '@jishi/api-client/shop';
import { replace, useParams } from '../../../nav';
import { Button } from '../../../parts/Button';
import { Icon } from '../../../parts/Icon';
import { Price } from '../../../parts/Price';
import { Problem } from '../../../parts/Problem';
import { Screen } from '../../../parts/Screen';
import { Skeleton } from '../../../parts/Skeleton';
import { Text, View } from '../../../platform/elements';
import { pay } from '../../../platform/pay';
import { useCountDown } from '../order/useCountDown';
import { PayCode } from './PayCode';
import { usePayment } from './usePayment';
import './PayPage.scss';

export function PayPage() {
  const { id } = useParams('pay');
  const { data: order, error: problem, refetch: reload } = useAsk(getOrder, { path: { id } });
  const left = useCountDown(order?.state === 'unpaid' ? order.closesAt : null, reload);
  const payment = usePayment();
  return (
    <Screen title="收银台" className="pay">
      {problem && !order && <Problem problem={problem} onRetry={reload} />}
      {!problem && !order && <Skeleton rows={2} />}
      {order && (
        <>
          <View className="pay__sum">
            <View className="muted">{left ? '应付金额' : order.state === 'unpaid' ? '订单即将关闭' : '订单金额'}</View>
            <View className="pay__amount">
              <Price fen={order.dueFen} size="l" plain exact />
            </View>
            {order.state === 'unpaid' && left && (
              <View className="pay__left">
                <Icon name="clock" size={14} /> 请在 <Text className="pay__time">{left}</Text> 内完成支付
              </View>
            )}
          </View>
          {order.state === 'unpaid' && pay.scans && <PayCode id={id} />}
          {order.state === 'unpaid' && !pay.scans && (
            <>
              <View className="card pay__method">
                <View className="pay__wechat">
                  <Icon name="check" size={18} />
                </View>
                <View className="grow">
                  微信支付<View className="muted small">安全快捷，原路退款</View>
                </View>
                <View className="pay__chosen">
                  <Icon name="check" size={14} />
                </View>
              </View>
              <View className="pay__button">
                <Button id="pay-now" block busy={payment.busy} onClick={() => void payment.begin(id, 'here')}>
                  去支付
                </Button>
                <Button id="pay-later" block kind="text" onClick={() => replace('order', { id })}>
                  稍后支付，查看订单
                </Button>
              </View>
            </>
          )}
          {order.state !== 'unpaid' && (
            <View className="pay__button">
              <Button id="view-order" block onClick={() => replace('order', { id })}>
                查看订单
              </Button>
            </View>
          )}
        </>
      )}
    </Screen>
  );
}

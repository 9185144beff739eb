import type { ReplyOf } from '@jishi/api-client';
import { useAsk } from '@jishi/api-client/react';
import { getPayment } from '@jishi/api-client/shop';
import { useEffect, useState } from 'react';
import { go, replace, useParams } from '../../../nav';
import { Button } from '../../../parts/Button';
import { Icon, type IconName } from '../../../parts/Icon';
import { Price } from '../../../parts/Price';
import { Problem } from '../../../parts/Problem';
import { Screen } from '../../../parts/Screen';
import { View } from '../../../platform/elements';
import { pauseAfter, SURE_AFTER_MS } from './result-rules';
import { usePayment } from './usePayment';
import './ResultPage.scss';

type Payment = ReplyOf<'getPayment'>;

interface Shown {
  icon: IconName;
  look: string;
  title: string;
  text: string;
}
function shown(payment: Payment | undefined, asking: boolean): Shown {
  if (payment?.state === 'succeeded')
    return { icon: 'check', look: 'good', title: '支付成功', text: '商家会尽快为您发货' };
  if (payment?.state === 'late')
    return { icon: 'refund', look: 'wait', title: '付款晚到了一步', text: '订单已关闭，款项正在自动原路退回' };
  if (payment?.state === 'closed')
    return { icon: 'alert', look: 'wait', title: '订单已关闭', text: '没有扣款；若已付款会自动原路退回' };
  if (asking) return { icon: 'clock', look: 'wait', title: '正在确认支付结果', text: '请稍候，通常只要几秒' };
  return { icon: 'clock', look: 'wait', title: '还没有收到支付结果', text: '若已付款，稍后会自动更新，请不要重复支付' };
}

/** Whether the time has come in which a payment is mostly known. */
function useWaited(id: string): boolean {
  const [waited, setWaited] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another order is waited for anew
  useEffect(() => {
    setWaited(false);
    const timer = setTimeout(() => setWaited(true), SURE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [id]);
  return waited;
}

/** Asks the server until it knows how the payment ended; never says "unpaid" by itself. */
export function ResultPage() {
  const { id } = useParams('result');
  const [since, setSince] = useState(Date.now);
  const {
    data: payment,
    error,
    isFetching,
    refetch,
  } = useAsk(getPayment, { path: { id } }, { every: (last) => pauseAfter(last?.state, Date.now() - since) });
  const waited = useWaited(id);
  const again = usePayment();
  // An order that this shopper does not have is not waited for.
  if (error && !payment && error.status !== 0)
    return (
      <Screen title="支付结果" className="result">
        <Problem problem={error} onRetry={refetch} />
      </Screen>
    );
  const open = payment === undefined || payment.state === 'pending';
  const asking = open && (isFetching || pauseAfter(payment?.state, Date.now() - since) !== false);
  const { icon, look, title, text } = shown(payment, asking);
  return (
    <Screen title="支付结果" className="result">
      <View className={`result__mark result__mark--${look} ${asking ? 'result__mark--asking' : ''}`}>
        <Icon name={icon} size={36} />
      </View>
      <View id="result-state" className="result__title" role="status">
        {title}
      </View>
      <View className="muted">{text}</View>
      {payment && (
        <View className="result__amount">
          <Price fen={payment.amountFen} size="l" plain exact />
        </View>
      )}
      <View className="result__buttons">
        {open && waited && (
          <>
            <Button
              id="paid-already"
              block
              onClick={() => {
                setSince(Date.now());
                void refetch();
              }}
            >
              已完成支付
            </Button>
            <Button id="pay-again" block kind="plain" busy={again.busy} onClick={() => void again.begin(id, 'here')}>
              重新支付
            </Button>
          </>
        )}
        <Button
          id="view-order"
          block
          kind={open && waited ? 'text' : 'primary'}
          onClick={() => replace('order', { id })}
        >
          查看订单
        </Button>
        {payment?.state === 'succeeded' && (
          <Button id="go-on" block kind="plain" onClick={() => go('home')}>
            继续逛逛
          </Button>
        )}
      </View>
    </Screen>
  );
}

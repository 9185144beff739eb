import type { ReplyOf } from '@jishi/api-client';
import { useEffect, useState } from 'react';
import { api } from '../../../api/client';
import { go, replace, useParams } from '../../../nav';
import { Button } from '../../../parts/Button';
import { View } from '../../../parts/dom';
import { Icon, type IconName } from '../../../parts/Icon';
import { Price } from '../../../parts/Price';
import { Screen } from '../../../parts/Screen';
import './ResultPage.scss';

type Payment = ReplyOf<'getPayment'>;
/** Asks again after these pauses in ms: soon at first, for about a minute in all. */
const PAUSES_MS = [600, 1000, 1500, 2000, 3000, 3000, 4000, 5000, 5000, 6000, 8000, 10_000, 10_000];

/** Asks the server until it knows how the payment ended; "unknown" after all tries, never "unpaid". */
function usePayment(id: string): { payment: Payment | undefined; asking: boolean; again: () => void } {
  const [payment, setPayment] = useState<Payment>();
  const [tries, setTries] = useState(0);
  const asking = tries < PAUSES_MS.length && (payment === undefined || payment.state === 'pending');
  useEffect(() => {
    if (!asking) return;
    let current = true;
    const ask = async () => {
      const answer = await api.getPayment({ path: { id } }).catch(() => undefined);
      if (!current) return;
      if (answer) setPayment(answer);
      setTries(tries + 1);
    };
    const timer = setTimeout(ask, tries === 0 ? 0 : PAUSES_MS[tries]);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [id, tries, asking]);
  return { payment, asking, again: () => setTries(0) };
}

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

export function ResultPage() {
  const { id } = useParams('result');
  const { payment, asking, again } = usePayment(id);
  const { icon, look, title, text } = shown(payment, asking);
  const done = payment?.state === 'succeeded';
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
          <Price fen={payment.amountFen} size="l" plain />
        </View>
      )}
      <View className="result__buttons">
        <Button id="view-order" block onClick={() => replace('order', { id })}>
          查看订单
        </Button>
        {!done && !asking && (
          <>
            <Button id="ask-again" block kind="plain" onClick={again}>
              再查一次
            </Button>
            {payment?.state === 'pending' && (
              <Button id="pay-again" block kind="text" onClick={() => replace('pay', { id })}>
                没有付款，返回收银台
              </Button>
            )}
          </>
        )}
        {done && (
          <Button id="go-on" block kind="plain" onClick={() => go('home')}>
            继续逛逛
          </Button>
        )}
      </View>
    </Screen>
  );
}

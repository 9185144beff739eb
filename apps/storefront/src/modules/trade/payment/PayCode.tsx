import { asProblem, type ReplyOf } from '@jishi/api-client';
import { useAsk, useData } from '@jishi/api-client/react';
import { getPayment, startPayment } from '@jishi/api-client/shop';
import { useCallback, useEffect, useState } from 'react';
import { replace } from '../../../nav';
import { Button } from '../../../parts/Button';
import { Skeleton } from '../../../parts/Skeleton';
import { codeImage } from '../../../platform/code-image';
import { Image, View } from '../../../platform/elements';
import { serverNow } from '../../../session/clock';
import { codeEndsAt, sandboxSheetOf, WAIT_SECONDS } from './pay-code-rules';
import './PayCode.scss';

type Started = ReplyOf<'startPayment'>;

/** A code that the shopper's WeChat reads; the page waits for the payment and goes on by itself. */
export function PayCode({ id }: { id: string }) {
  const { api } = useData();
  const [code, setCode] = useState<{ text: string; endsAtMs: number }>();
  const [trouble, setTrouble] = useState<string>();
  const [over, setOver] = useState(false);
  const make = useCallback(async () => {
    setCode(undefined);
    setTrouble(undefined);
    setOver(false);
    try {
      const started: Started = await api(startPayment, { path: { id }, body: { method: 'native' } });
      if (started.codeUrl) setCode({ text: started.codeUrl, endsAtMs: codeEndsAt(started.expiresAt, serverNow()) });
      else replace('result', { id });
    } catch (error) {
      setTrouble(asProblem(error).message);
    }
  }, [api, id]);
  useEffect(() => void make(), [make]);
  useEffect(() => {
    if (!code) return;
    const timer = setTimeout(() => setOver(true), code.endsAtMs - serverNow());
    return () => clearTimeout(timer);
  }, [code]);
  // The server holds the answer until something happens; the pause is for answers that come at once.
  const { data: payment } = useAsk(getPayment, code && !over ? { path: { id }, query: { wait: WAIT_SECONDS } } : null, {
    every: (last) => (last === undefined || last.state === 'pending' ? 1_000 : false),
  });
  const sheet = code && sandboxSheetOf(code.text);
  const done = payment !== undefined && payment.state !== 'pending';
  useEffect(() => {
    if (done) replace('result', { id });
  }, [done, id]);
  return (
    <View className="card pay-code">
      <View className="pay-code__square">
        {code && <Image src={codeImage(code.text)} alt="微信支付二维码" className="pay-code__image" eager />}
        {!code && !trouble && <Skeleton rows={3} />}
        {(over || trouble) && (
          <View className="pay-code__over" role="alert">
            <View className="pay-code__why">{trouble ?? '二维码已过期'}</View>
            <Button id="pay-code-again" onClick={() => void make()}>
              {trouble ? '重试' : '刷新二维码'}
            </Button>
          </View>
        )}
      </View>
      <View id="pay-code-hint" className="pay-code__hint" role="status">
        请用手机微信“扫一扫”付款
      </View>
      <View className="muted small">付款后本页会自动更新，无需刷新</View>
      {sheet && !over && (
        <View id="pay-code-sheet" className="pay-code__sheet" role="link" href={sheet}>
          演示环境：在沙箱手机里付款
        </View>
      )}
      <View className="pay-code__later">
        <Button id="pay-later" kind="text" onClick={() => replace('order', { id })}>
          稍后支付，查看订单
        </Button>
      </View>
    </View>
  );
}

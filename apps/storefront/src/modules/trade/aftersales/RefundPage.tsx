import { requestRefund as requestRefundLimits } from '@jishi/api-client/limits';
import { useAsk, useChange } from '@jishi/api-client/react';
import { getOrder, previewRefund, requestRefund } from '@jishi/api-client/shop';
import { useState } from 'react';
import { replace, useParams } from '../../../nav';
import { BottomBar } from '../../../parts/BottomBar';
import { Button } from '../../../parts/Button';
import { Chips } from '../../../parts/Chips';
import { Empty } from '../../../parts/Empty';
import { Picture } from '../../../parts/Picture';
import { Price } from '../../../parts/Price';
import { Problem } from '../../../parts/Problem';
import { Screen } from '../../../parts/Screen';
import { Skeleton } from '../../../parts/Skeleton';
import { Stepper } from '../../../parts/Stepper';
import { toast } from '../../../parts/toast';
import { Text, TextArea, View } from '../../../platform/elements';
import { useNotices } from '../../identity/notice/useNotices';
import { canAskRefund, type Order, refundable } from '../order/states';
import './RefundPage.scss';

const REASONS = ['不想要了', '拍错了 / 多拍了', '地址填错了', '发货太慢', '其他原因'];
/** The server takes both as one text: reason, colon, words. */
const WORDS_MAX = requestRefundLimits.reason.maxLength - Math.max(...REASONS.map((reason) => reason.length)) - 1;

export function RefundPage() {
  const { id } = useParams('refund');
  const { data: order, error: problem, refetch: reload } = useAsk(getOrder, { path: { id } });
  return (
    <Screen title="申请退款" className="screen--barred refund">
      {problem && !order && <Problem problem={problem} onRetry={reload} />}
      {!problem && !order && <Skeleton rows={2} />}
      {order && !canAskRefund(order) && (
        <Empty
          icon="refund"
          title="这个订单现在不能申请退款"
          text="发货后请联系商家处理"
          action={{ text: '查看订单', onClick: () => replace('order', { id }) }}
        />
      )}
      {order && canAskRefund(order) && <Form order={order} />}
    </Screen>
  );
}

type Pieces = Record<string, number>;
const linesOf = (pieces: Pieces) =>
  Object.entries(pieces)
    .filter(([, quantity]) => quantity > 0)
    .map(([lineId, quantity]) => ({ lineId, quantity }));

function Form({ order }: { order: Order }) {
  const open = order.lines.filter((line) => refundable(line) > 0);
  const [pieces, setPieces] = useState<Pieces>(() => Object.fromEntries(open.map((l) => [l.id, refundable(l)])));
  const [reason, setReason] = useState(REASONS[0] ?? '');
  const [words, setWords] = useState('');
  const lines = linesOf(pieces);
  // What would come back for these pieces, as the server computes it.
  const amount = useAsk(previewRefund, lines.length > 0 ? { path: { id: order.id }, body: { lines } } : null).data;
  const request = useChange(requestRefund, {
    keepAs: `refund/${order.id}`,
    onDone: () => {
      toast('申请已提交，商家会尽快处理');
      replace('order', { id: order.id });
    },
  });
  const notices = useNotices();
  const submit = async (): Promise<void> => {
    await notices.ask('refund');
    await request.run({
      path: { id: order.id },
      body: { lines, reason: words.trim() ? `${reason}：${words.trim()}` : reason },
    });
  };
  return (
    <>
      <View className="card refund__lines">
        {open.map((line, index) => (
          <View key={line.id} className="refund__line">
            <View className="refund__picture">
              <Picture src={line.picture} />
            </View>
            <View className="grow">
              <View className="two-lines">{line.title}</View>
              <View className="muted small one-line">{line.specs.join(' / ')}</View>
              <View className="row">
                <Text className="grow muted small">最多 {refundable(line)} 件</Text>
                <Stepper
                  id={`refund-qty-${index}`}
                  value={pieces[line.id] ?? 0}
                  min={0}
                  max={refundable(line)}
                  onChange={(quantity) => setPieces((was) => ({ ...was, [line.id]: quantity }))}
                />
              </View>
            </View>
          </View>
        ))}
      </View>
      {amount && amount.terms.length > 0 && (
        <View className="card refund__terms" id="refund-terms">
          {amount.terms.map((text) => (
            <View key={text}>{text}</View>
          ))}
          {amount.also.map(({ lineId, quantity }) => (
            <View key={lineId} className="muted small">
              一并退回：{order.lines.find((line) => line.id === lineId)?.title} × {quantity}
            </View>
          ))}
        </View>
      )}
      <View className="card">
        <View className="refund__label">退款原因</View>
        <Chips label="退款原因" chips={REASONS} on={[reason]} onTap={setReason} />
        <TextArea
          id="refund-words"
          className="refund__words"
          label="补充说明"
          placeholder="选填，补充说明"
          value={words}
          maxLength={WORDS_MAX}
          onInput={setWords}
        />
      </View>
      <BottomBar>
        <View className="grow">
          <Text className="small">退款 </Text>
          {amount ? <Price fen={amount.amountFen} exact /> : <Text className="muted">—</Text>}
          {amount && amount.freightFen > 0 && (
            <View className="muted refund__freight">含运费 ¥{(amount.freightFen / 100).toFixed(2)}</View>
          )}
        </View>
        <Button id="refund-submit" busy={request.busy} disabled={!amount} onClick={() => void submit()}>
          提交申请
        </Button>
      </BottomBar>
    </>
  );
}

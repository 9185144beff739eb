import type { ApiProblem, ReplyOf } from '@jishi/api-client';
import { useMemo, useRef, useState } from 'react';
import { api } from '../../../api/client';
import { asProblem, useLoad } from '../../../hooks/useLoad';
import { back, go, replace, useParams } from '../../../nav';
import { BottomBar } from '../../../parts/BottomBar';
import { Button } from '../../../parts/Button';
import { Text, TextArea, View } from '../../../parts/dom';
import { Empty } from '../../../parts/Empty';
import { Icon } from '../../../parts/Icon';
import { Price, yuan } from '../../../parts/Price';
import { Problem } from '../../../parts/Problem';
import { Screen } from '../../../parts/Screen';
import { Skeleton } from '../../../parts/Skeleton';
import { confirmAsk, toast } from '../../../parts/toast';
import { storage } from '../../../platform/storage';
import { type Address, addressFor, placeOf } from '../../identity/customer/address-choice';
import { Explanation } from './Explanation';
import { OrderLines } from './OrderLines';
import './ConfirmPage.scss';

type Quote = ReplyOf<'quoteOrder'>;
interface Checkout {
  quote: Quote | undefined;
  addresses: Address[];
}
const NOTE = 'order-note';
const NOTE_MAX = 200;

/** The lines of this order: the one bought at once, or what is selected in the cart. */
async function wanted(skuId: string | undefined, quantity: number): Promise<{ skuId: string; quantity: number }[]> {
  if (skuId) return [{ skuId, quantity }];
  const cart = await api.getCart();
  return cart.lines
    .filter((l) => l.selected && l.trouble === null)
    .map((l) => ({ skuId: l.skuId, quantity: l.quantity }));
}

export function ConfirmPage() {
  const { skuId, quantity = 1 } = useParams('confirm');
  const { data, problem, reload } = useLoad<Checkout>(async () => {
    const [lines, addresses] = await Promise.all([wanted(skuId, quantity), api.listAddresses()]);
    return {
      quote: lines.length > 0 ? await api.quoteOrder({ body: { lines } }) : undefined,
      addresses: addresses.items,
    };
  }, [skuId, quantity]);
  return (
    <Screen title="确认订单" className="screen--barred confirm">
      {problem && !data && <Problem problem={problem} onRetry={reload} />}
      {!problem && !data && <Skeleton rows={3} />}
      {data && !data.quote && (
        <Empty icon="cart" title="没有要结算的商品" text="先在购物车里选好" action={{ text: '返回', onClick: back }} />
      )}
      {data?.quote && (
        <Filled quote={data.quote} addresses={data.addresses} fromCart={skuId === undefined} onStale={reload} />
      )}
    </Screen>
  );
}

interface FilledProps {
  quote: Quote;
  addresses: Address[];
  fromCart: boolean;
  /** Asks for the prices again. */
  onStale: () => Promise<void>;
}
function Filled({ quote, addresses, fromCart, onStale }: FilledProps) {
  const [note, setNote] = useState(storage.kept<string>(NOTE) ?? '');
  const address = addressFor(addresses);
  const { busy, submit } = useSubmit({ quote, address, note, fromCart, onStale });
  const writeNote = (text: string) => {
    setNote(text);
    storage.keep(NOTE, text);
  };
  return (
    <>
      <AddressCard address={address} />
      <View className="card confirm__lines">
        <OrderLines lines={quote.lines} />
        <View className="confirm__note">
          <Text className="confirm__note-label">订单备注</Text>
          <TextArea
            id="order-note"
            className="confirm__note-text"
            label="订单备注"
            placeholder="选填，写给商家的话"
            value={note}
            maxLength={NOTE_MAX}
            onInput={writeNote}
          />
        </View>
      </View>
      <View className="card">
        <Explanation steps={quote.explain} totalFen={quote.totalFen} totalText="应付合计" />
      </View>
      <View className="confirm__promise">
        <Icon name="shield" size={14} /> 价格由商家服务器计算，提交后 30 分钟内为您保留库存
      </View>
      <BottomBar>
        <View className="grow">
          <Text className="small">应付 </Text>
          <Price fen={quote.totalFen} size="m" />
        </View>
        <Button id="submit-order" busy={busy} disabled={!quote.canOrder} onClick={() => void submit()}>
          {quote.canOrder ? '提交订单' : '有商品不能购买'}
        </Button>
      </BottomBar>
    </>
  );
}

interface Submission {
  quote: Quote;
  address: Address | undefined;
  note: string;
  fromCart: boolean;
  onStale: () => Promise<void>;
}
/** Places the order once, however often it has to be sent: the same contents carry the same idempotency key. */
function useSubmit({ quote, address, note, fromCart, onStale }: Submission) {
  const [busy, setBusy] = useState(false);
  const key = useRef<{ of: string; key: string }>();
  const lines = useMemo(() => quote.lines.map((l) => ({ skuId: l.skuId, quantity: l.quantity })), [quote]);
  const submit = async () => {
    if (!address) return go('address');
    const body = { lines, addressId: address.id, expectedTotalFen: quote.totalFen, note, fromCart };
    const of = JSON.stringify(body);
    if (key.current?.of !== of) key.current = { of, key: newKey() };
    setBusy(true);
    try {
      const order = await api.placeOrder({ body, idempotencyKey: key.current.key });
      storage.keep(NOTE, '');
      replace('pay', { id: order.id });
    } catch (error) {
      await refused(asProblem(error));
    }
    setBusy(false);
  };
  const refused = async (problem: ApiProblem) => {
    const now = problem.problem?.facts?.totalFen;
    if (problem.code === 'PRICE_CHANGED' && typeof now === 'number')
      await confirmAsk({
        title: '价格有变化',
        text: `合计由 ${yuan(quote.totalFen)} 变为 ${yuan(now)}，请核对后再提交`,
        confirmText: '查看新价格',
      });
    else toast(problem.message);
    if (problem.status !== 0) await onStale();
  };
  return { busy, submit };
}
const newKey = (): string => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}-order`;

const AddressCard = ({ address }: { address: Address | undefined }) => (
  <View
    id={address ? 'pick-address' : 'add-address'}
    className="card confirm__address"
    onTap={() => (address ? go('addresses', { pick: true }) : go('address'))}
  >
    <View className="confirm__pin">
      <Icon name="pin" size={22} />
    </View>
    {address ? (
      <View className="grow">
        <View className="confirm__place">{placeOf(address)}</View>
        <View className="muted small">
          {address.name} {address.phone}
        </View>
      </View>
    ) : (
      <View className="grow">
        <View className="confirm__place">添加收货地址</View>
        <View className="muted small">可以直接粘贴一整段地址</View>
      </View>
    )}
    <Icon name="next" size={14} />
  </View>
);

import type { ApiProblem, ReplyOf } from '@jishi/api-client';
import { placeOrder as placeOrderLimits } from '@jishi/api-client/limits';
import { useAsk, useChange } from '@jishi/api-client/react';
import { getCart, listAddresses, placeOrder, quoteOrder } from '@jishi/api-client/shop';
import { useState } from 'react';
import { back, go, replace, useParams } from '../../../nav';
import { yuan } from '../../../parts/amount';
import { BottomBar } from '../../../parts/BottomBar';
import { Button } from '../../../parts/Button';
import { Empty } from '../../../parts/Empty';
import { Icon } from '../../../parts/Icon';
import { Price } from '../../../parts/Price';
import { Problem } from '../../../parts/Problem';
import { Screen } from '../../../parts/Screen';
import { Skeleton } from '../../../parts/Skeleton';
import { confirmAsk, toast } from '../../../parts/toast';
import { Text, TextArea, View } from '../../../platform/elements';
import { useShop } from '../../../session/shop';
import { presaleText } from '../../goods/catalog/presale';
import { type Address, addressFor, placeOf } from '../../identity/customer/address-choice';
import { maskedPhone } from '../../identity/customer/masked-phone';
import { CouponChoice, type CouponWish } from '../../promotion/coupon/CouponChoice';
import { usePayment } from '../payment/usePayment';
import { Explanation } from './Explanation';
import { OrderLines } from './OrderLines';
import { PurseChoice } from './PurseChoice';
import type { PursesWish } from './purse-choice';
import './ConfirmPage.scss';

type Quote = ReplyOf<'quoteOrder'>;
type Lines = { skuId: string; quantity: number }[];
const NOTE_MAX = placeOrderLimits.note.maxLength;

/** The lines of this order: the one bought at once, or what is selected in the cart. Undefined while the cart is not known. */
function useLines(skuId: string | undefined, quantity: number) {
  const cart = useAsk(getCart, skuId ? null : {}, { staleTime: 0 });
  const chosen = cart.data?.lines.filter((l) => l.selected && l.trouble === null);
  const lines: Lines | undefined = skuId
    ? [{ skuId, quantity }]
    : chosen?.map((l) => ({ skuId: l.skuId, quantity: l.quantity }));
  return { lines, problem: cart.error, reload: cart.refetch };
}

export function ConfirmPage() {
  const { skuId, quantity = 1 } = useParams('confirm');
  const found = useLines(skuId, quantity);
  // Once the order is on its way, the cart no longer holds its lines: the page stays what the shopper has confirmed.
  const [sent, setSent] = useState<Lines>();
  const lines = sent ?? found.lines;
  const [coupons, setCoupons] = useState<CouponWish>('best');
  const [purses, setPurses] = useState<PursesWish>({});
  const addresses = useAsk(listAddresses);
  const address = addressFor(addresses.data?.items ?? []);
  // Where it goes decides freight: the price is asked when that is known, so that it does not change before the shopper's eyes.
  const body = addresses.data && lines && lines.length > 0 ? { lines, coupons, purses, addressId: address?.id } : null;
  const quote = useAsk(quoteOrder, body && { body }, { keep: true, staleTime: 0 });
  const problem = found.problem ?? quote.error ?? addresses.error;
  const isEmpty = lines?.length === 0;
  const ready = quote.data && addresses.data;
  const reload = () => Promise.all([found.reload(), quote.refetch(), addresses.refetch()]);
  return (
    <Screen title="确认订单" className="screen--barred confirm">
      {problem && !ready && <Problem problem={problem} onRetry={reload} />}
      {!problem && !ready && !isEmpty && <Skeleton rows={3} />}
      {isEmpty && (
        <Empty icon="cart" title="没有要结算的商品" text="先在购物车里选好" action={{ text: '返回', onClick: back }} />
      )}
      {!isEmpty && quote.data && addresses.data && (
        <Filled
          quote={quote.data}
          address={address}
          fromCart={skuId === undefined}
          coupons={coupons}
          onCoupons={setCoupons}
          purses={purses}
          onPurses={setPurses}
          onStale={quote.refetch}
          onSent={setSent}
        />
      )}
    </Screen>
  );
}

interface FilledProps {
  quote: Quote;
  address: Address | undefined;
  fromCart: boolean;
  coupons: CouponWish;
  onCoupons: (wish: CouponWish) => void;
  purses: PursesWish;
  onPurses: (wish: PursesWish) => void;
  /** Asks for the prices again. */
  onStale: () => Promise<unknown>;
  onSent: (lines: Lines | undefined) => void;
}
function Filled(given: FilledProps) {
  const { quote, address, onCoupons, purses, onPurses } = given;
  const [note, setNote] = useState('');
  const minutes = useShop()?.closeAfterMinutes;
  const { busy, submit } = useSubmit({ ...given, note });
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
            onInput={setNote}
          />
        </View>
      </View>
      <CouponChoice coupons={quote.coupons} onWish={onCoupons} />
      <PurseChoice pockets={quote.pockets} wish={purses} onWish={onPurses} />
      <View className="card">
        <Explanation
          parts={quote.parts}
          totalFen={quote.totalFen}
          totalText="到手价"
          purses={quote.pockets.filter((p) => p.fen > 0)}
          dueFen={quote.dueFen}
          unmet={quote.unmet}
        />
        {quote.freightWords.map((words) => (
          <View key={words} className="muted small">
            {words}
          </View>
        ))}
        {quote.freeFreightGapFen > 0 && (
          <View className="confirm__gap" role="link" onTap={() => go('home')}>
            再买 {yuan(quote.freeFreightGapFen)} 免运费，去凑单
          </View>
        )}
      </View>
      <View className="confirm__promise">
        {quote.presale && (
          <View>
            <Icon name="clock" size={14} /> {presaleText(quote.presale)}
          </View>
        )}
        <Icon name="shield" size={14} /> 提交后{minutes ? ` ${minutes} 分钟内` : ''}为您保留库存
      </View>
      <BottomBar>
        <View className="grow">
          <Text className="small">应付 </Text>
          <Price fen={quote.dueFen} size="m" exact />
        </View>
        <Button id="submit-order" busy={busy} disabled={!quote.canOrder} onClick={() => void submit()}>
          {quote.canOrder ? '提交订单' : '有商品不能购买'}
        </Button>
      </BottomBar>
    </>
  );
}

/** Nothing is left to be paid: it is paid already. */
const paidOrder = (id: string, totalFen: number) => {
  toast(totalFen > 0 ? '下单成功，已付清' : '下单成功，无需付款');
  replace('order', { id });
};

/** Places the order once, however often it has to be sent, and brings up its payment. */
function useSubmit({
  quote,
  address,
  note,
  fromCart,
  coupons,
  purses,
  onStale,
  onSent,
}: FilledProps & { note: string }) {
  const payment = usePayment();
  const refused = async (problem: ApiProblem) => {
    onSent(undefined);
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
  const order = useChange(placeOrder, {
    keepAs: 'checkout',
    onDone: ({ id, state, totalFen }) =>
      state === 'paid' ? paidOrder(id, totalFen) : void payment.begin(id, 'cashier'),
    onProblem: (problem) => void refused(problem),
  });
  const submit = async () => {
    if (!address) return go('address');
    const lines = quote.lines.map((l) => ({ skuId: l.skuId, quantity: l.quantity }));
    onSent(lines);
    await order.run({
      body: {
        lines,
        addressId: address.id,
        expectedTotalFen: quote.totalFen,
        expectedDueFen: quote.dueFen,
        expectedPresale: quote.presale,
        note,
        fromCart,
        coupons,
        purses,
      },
    });
  };
  return { busy: order.busy || payment.busy, submit };
}

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
          {address.name} {maskedPhone(address.phone)}
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

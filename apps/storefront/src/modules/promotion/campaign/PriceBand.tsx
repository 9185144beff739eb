import type { ReplyOf } from '@jishi/api-client';
import { CountDown } from '../../../parts/CountDown';
import { Price } from '../../../parts/Price';
import { Text, View } from '../../../platform/elements';
import { serverNow } from '../../../session/clock';
import { type Deal, rangeOf, startText, struckOf } from './deal';
import './campaign.scss';

type Product = ReplyOf<'getGoods'>;
interface BandProps {
  product: Product;
  deal: Deal;
  /** Asks the server again: the time is over, or has come. */
  onEnd: () => void;
}
/** The server's answer is made a moment after its clock has passed the end. */
const ASK_AGAIN_AFTER_MS = 1000;

const Until = ({ at, onEnd }: { at: string; onEnd: () => void }) => (
  <CountDown
    key={at}
    endsAt={at}
    offsetMs={serverNow() - Date.now()}
    onEnd={() => setTimeout(onEnd, ASK_AGAIN_AFTER_MS)}
  />
);

/** The price while a discount is on, what it was before, and until when it holds. */
export function PriceBand({ product, deal, onEnd }: BandProps) {
  const { from, to } = rangeOf(product);
  const struck = struckOf(deal, from);
  return (
    <View id="deal-band" className="deal">
      <View className="deal__price">
        <Price fen={from} size="l" from={to > from} />
        {struck && <Price fen={struck} strike />}
      </View>
      <View className="deal__time">
        <View className="deal__label">{deal.label}</View>
        <View className="deal__left">
          {deal.left !== null && <Text>还剩 {deal.left} 件</Text>}
          <Text>距结束</Text>
          <Until at={deal.endsAt} onEnd={onEnd} />
        </View>
      </View>
    </View>
  );
}

/** What is to come: from when, and at which price. */
export function WarmUp({ product, deal, onEnd }: BandProps) {
  const { from, to } = rangeOf(product, deal);
  return (
    <View id="deal-soon" className="deal-soon">
      <Text className="grow">
        {startText(deal.startsAt, serverNow())} 开始 <Price fen={from} size="s" from={to > from} />
      </Text>
      <Until at={deal.startsAt} onEnd={onEnd} />
    </View>
  );
}

import { useAsk } from '@jishi/api-client/react';
import { getReviewSummary } from '@jishi/api-client/shop';
import { go } from '../../../nav';
import { Cell } from '../../../parts/Cell';
import { View } from '../../../platform/elements';
import { authorText, countText, goodText } from './review-words';

const FRESH_MS = 30_000;

/** What buyers say, in a line and the newest two in short; nothing where nobody has said anything. */
export function ReviewLine({ goodsId }: { goodsId: string }) {
  const { data } = useAsk(getReviewSummary, { path: { id: goodsId } }, { staleTime: FRESH_MS });
  if (!data || data.summary.reviews === 0) return null;
  const open = () => go('reviews', { id: goodsId });
  return (
    <View className="card card--cell">
      <Cell
        id="reviews"
        title={`评价 ${countText(data.summary.reviews)}`}
        value={goodText(data.summary) || '查看全部'}
        onClick={open}
      />
      {data.newest.map(({ id, author, stars, words }) => (
        <View key={id} className="product__review" onTap={open}>
          <View className="muted small">
            {authorText(author)} · {stars} 星
          </View>
          <View className="two-lines">{words}</View>
        </View>
      ))}
    </View>
  );
}

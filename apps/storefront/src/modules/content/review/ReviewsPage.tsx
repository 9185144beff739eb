import { useAsk, useChange, usePages } from '@jishi/api-client/react';
import { findHelpful, getReviewSummary, listReviews } from '@jishi/api-client/shop';
import { useState } from 'react';
import { ListFoot } from '../../../data/ListFoot';
import { useReachEnd } from '../../../data/useReachEnd';
import { useParams } from '../../../nav';
import { Button } from '../../../parts/Button';
import { Chips } from '../../../parts/Chips';
import { Empty } from '../../../parts/Empty';
import { Progress } from '../../../parts/Progress';
import { Screen } from '../../../parts/Screen';
import { Tabs } from '../../../parts/Tabs';
import { Text, View } from '../../../platform/elements';
import { needLogin } from '../../../session/session';
import { ReviewCard } from './ReviewCard';
import { countText, goodText, type Review, type ReviewSummary } from './review-words';
import './review.scss';

const TABS = ['all', 'helpful', 'pictures', 'added', 'good', 'middle', 'bad'] as const;
type Tab = (typeof TABS)[number];
const tabsOf = ({ stars, ...counts }: ReviewSummary): { key: Tab; text: string; count?: number }[] => {
  const of = (from: number, to: number) => stars.slice(from - 1, to).reduce((sum, n) => sum + n, 0);
  return [
    { key: 'all', text: '最新' },
    { key: 'helpful', text: '最有用' },
    { key: 'pictures', text: '有图', count: counts.pictures },
    { key: 'added', text: '追评', count: counts.added },
    { key: 'good', text: '好评', count: of(4, 5) },
    { key: 'middle', text: '中评', count: of(3, 3) },
    { key: 'bad', text: '差评', count: of(1, 2) },
  ];
};

/** What buyers say of a product: counted, and one by one. */
export function ReviewsPage() {
  const { id } = useParams('reviews');
  const [tab, setTab] = useState<Tab>('all');
  const told = useAsk(getReviewSummary, { path: { id } }).data;
  return (
    <Screen title="商品评价" className="reviews">
      {told && told.summary.reviews > 0 && (
        <View className="card">
          <Summary summary={told.summary} />
          <Tabs id="reviews-tab" label="评价筛选" tabs={tabsOf(told.summary)} at={tab} onChange={setTab} />
          <List key={tab} goodsId={id} tab={tab} />
        </View>
      )}
      {told && told.summary.reviews === 0 && <Empty icon="chat" title="还没有评价" text="收货后可以来写第一条" />}
      {told && told.summary.folded > 0 && (
        <View id="reviews-folded" className="muted small reviews__folded">
          另有 {told.summary.folded} 条评价因含隐私、辱骂、广告或违法内容已折叠
        </View>
      )}
    </Screen>
  );
}

const Summary = ({ summary }: { summary: ReviewSummary }) => (
  <View className="review__summary">
    <View className="row">
      <Text className="grow">共 {countText(summary.reviews)} 条</Text>
      <Text className="review__share">{goodText(summary)}</Text>
    </View>
    <View className="review__bars">
      {[5, 4, 3, 2, 1].map((n) => (
        <View key={n} className="row review__bar">
          <Text className="review__label">{n} 星</Text>
          <View className="grow">
            <Progress
              value={(summary.stars[n - 1] ?? 0) / summary.reviews}
              label={`${n} 星 ${summary.stars[n - 1] ?? 0} 条`}
            />
          </View>
          <Text className="review__number">{countText(summary.stars[n - 1] ?? 0)}</Text>
        </View>
      ))}
    </View>
    {summary.tags.length > 0 && (
      <Chips label="买家印象" chips={summary.tags.map(({ tag, reviews }) => `${tag} ${countText(reviews)}`)} />
    )}
  </View>
);

function List({ goodsId, tab }: { goodsId: string; tab: Tab }) {
  const query = tab === 'helpful' ? { sort: 'helpful' as const } : { filter: tab };
  const reviews = usePages(listReviews, { path: { id: goodsId }, query: { ...query, limit: 20 } });
  useReachEnd(reviews.more);
  return (
    <View>
      {reviews.items.map((review) => (
        <ReviewCard key={review.id} review={review} foot={<Helpful review={review} />} />
      ))}
      <ListFoot list={reviews} />
      {reviews.ended && reviews.items.length === 0 && <Empty icon="chat" title="没有这样的评价" />}
    </View>
  );
}

/** Says that it helped; tapped once more, no longer. */
function Helpful({ review }: { review: Review }) {
  const [mine, setMine] = useState(false);
  const saying = useChange(findHelpful);
  const tap = async (): Promise<void> => {
    if (!(await needLogin())) return;
    if (await saying.run({ path: { id: review.id }, body: { helpful: !mine } })) setMine(!mine);
  };
  return (
    <Button
      id={`helpful-${review.id}`}
      kind={mine ? 'soft' : 'plain'}
      size="s"
      busy={saying.busy}
      onClick={() => void tap()}
    >
      有用{review.helpful > 0 ? ` ${countText(review.helpful)}` : ''}
    </Button>
  );
}

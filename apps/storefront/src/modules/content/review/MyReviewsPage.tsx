import { addToReview as addLimits } from '@jishi/api-client/limits';
import { useAsk, useChange, usePages } from '@jishi/api-client/react';
import { addToReview, listMyReviews, listReviewable } from '@jishi/api-client/shop';
import { useState } from 'react';
import { ListFoot } from '../../../data/ListFoot';
import { useReachEnd } from '../../../data/useReachEnd';
import { go } from '../../../nav';
import { Button } from '../../../parts/Button';
import { Empty } from '../../../parts/Empty';
import { Picture } from '../../../parts/Picture';
import { Problem } from '../../../parts/Problem';
import { Screen } from '../../../parts/Screen';
import { Sheet } from '../../../parts/Sheet';
import { Skeleton } from '../../../parts/Skeleton';
import { Tabs } from '../../../parts/Tabs';
import { toast } from '../../../parts/toast';
import { Uploader } from '../../../parts/Uploader';
import { TextArea, View } from '../../../platform/elements';
import { usePictures } from '../../goods/media/usePictures';
import { ReviewCard } from './ReviewCard';
import { type OwnReview, stateText } from './review-words';
import './review.scss';

/** What the shopper may review, and what they wrote. */
export function MyReviewsPage() {
  const [tab, setTab] = useState<'open' | 'done'>('open');
  const open = useAsk(listReviewable, {});
  const tabs = [
    { key: 'open' as const, text: '待评价', count: open.data?.items.length ?? 0 },
    { key: 'done' as const, text: '已评价' },
  ];
  return (
    <Screen title="我的评价" className="reviews">
      <View className="reviews__tabs">
        <Tabs id="my-reviews" label="我的评价" tabs={tabs} at={tab} onChange={setTab} />
      </View>
      {tab === 'open' ? <Open /> : <Done />}
    </Screen>
  );
}

function Open() {
  const { data, error: problem, refetch: reload } = useAsk(listReviewable, {});
  if (problem && !data) return <Problem problem={problem} onRetry={reload} />;
  if (!data) return <Skeleton rows={3} />;
  if (data.items.length === 0) return <Empty icon="chat" title="没有待评价的商品" text="确认收货后 30 天内可以评价" />;
  return (
    <View>
      {data.items.map((line) => (
        <View key={line.lineId} className="card review__goods">
          <View className="review__thumb">
            <Picture src={line.picture} />
          </View>
          <View className="grow">
            <View className="one-line">{line.title}</View>
            <View className="muted small one-line">{line.specs.join(' / ')}</View>
          </View>
          <Button id={`review-${line.lineId}`} size="s" onClick={() => go('review', { orderId: line.orderId })}>
            评价
          </Button>
        </View>
      ))}
    </View>
  );
}

function Done() {
  const reviews = usePages(listMyReviews, { query: { limit: 10 } });
  const [adding, setAdding] = useState<OwnReview>();
  useReachEnd(reviews.more);
  return (
    <View>
      {reviews.items.map((review) => (
        <View key={review.id} className="card card--cell">
          <View className="one-line review__author" onTap={() => go('product', { id: review.goodsId })} role="link">
            {review.title}
          </View>
          {stateText(review) !== '' && <View className="review__state">{stateText(review)}</View>}
          <ReviewCard
            review={review}
            foot={
              review.mayAdd && (
                <Button id={`add-${review.id}`} kind="plain" size="s" onClick={() => setAdding(review)}>
                  追加评价
                </Button>
              )
            }
          />
        </View>
      ))}
      <ListFoot list={reviews} />
      {reviews.ended && reviews.items.length === 0 && <Empty icon="chat" title="还没有写过评价" />}
      {adding && <Addition review={adding} onClose={() => setAdding(undefined)} />}
    </View>
  );
}

const MOST_PICTURES = addLimits.pictures.maxItems;

function Addition({ review, onClose }: { review: OwnReview; onClose: () => void }) {
  const [words, setWords] = useState('');
  const { pictures, coming, add, remove } = usePictures(MOST_PICTURES);
  const sending = useChange(addToReview, {
    onDone: () => {
      toast('已追加，审核后展示');
      onClose();
    },
  });
  const submit = (): void => {
    if (words.trim() === '') {
      toast('请写几句');
      return;
    }
    void sending.run({ path: { id: review.id }, body: { words, pictures } });
  };
  return (
    <Sheet
      open
      title="追加评价"
      onClose={onClose}
      footer={
        <Button id="addition-submit" busy={sending.busy} onClick={submit}>
          提交
        </Button>
      }
    >
      <TextArea
        id="addition-words"
        className="review__input"
        label="追加评价"
        placeholder="用了一段时间，感觉怎么样？"
        value={words}
        maxLength={addLimits.words.maxLength}
        onInput={setWords}
      />
      <Uploader
        id="addition-pictures"
        label="追评图片"
        pictures={pictures}
        most={MOST_PICTURES}
        coming={coming}
        onAdd={() => void add()}
        onRemove={remove}
      />
    </Sheet>
  );
}

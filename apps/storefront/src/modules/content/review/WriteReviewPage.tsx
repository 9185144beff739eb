import type { Item } from '@jishi/api-client';
import { useAsk, useChange } from '@jishi/api-client/react';
import { listReviewable, writeReviews } from '@jishi/api-client/shop';
import { useState } from 'react';
import { replace, useParams } from '../../../nav';
import { BottomBar } from '../../../parts/BottomBar';
import { Button } from '../../../parts/Button';
import { Chips } from '../../../parts/Chips';
import { Empty } from '../../../parts/Empty';
import { Picture } from '../../../parts/Picture';
import { Problem } from '../../../parts/Problem';
import { Rating } from '../../../parts/Rating';
import { Screen } from '../../../parts/Screen';
import { Skeleton } from '../../../parts/Skeleton';
import { Checkbox } from '../../../parts/Toggle';
import { toast } from '../../../parts/toast';
import { Uploader } from '../../../parts/Uploader';
import { Text, TextArea, View } from '../../../platform/elements';
import { usePictures } from '../../goods/media/usePictures';
import { MOST_PICTURES, MOST_TAGS, MOST_WORDS, type ReviewTag, TAGS } from './review-words';
import './review.scss';

type Line = Item<'listReviewable'>;
interface Said {
  stars: number;
  tags: ReviewTag[];
  words: string;
  pictures: string[];
}

/** Reviews of an order: each product for itself, and how the shop served it. */
export function WriteReviewPage() {
  const { orderId } = useParams('review');
  const { data, error: problem, refetch: reload } = useAsk(listReviewable, { query: { orderId } });
  return (
    <Screen title="发表评价" className="screen--barred reviews">
      {problem && !data && <Problem problem={problem} onRetry={reload} />}
      {!problem && !data && <Skeleton rows={2} />}
      {data && data.items.length === 0 && (
        <Empty
          icon="chat"
          title="这个订单没有可以评价的商品"
          text="可能已经评价过，或收货超过了 30 天"
          action={{ text: '我的评价', onClick: () => replace('myreviews') }}
        />
      )}
      {data && data.items.length > 0 && <Form orderId={orderId} lines={data.items} points={data.points} />}
    </Screen>
  );
}

function Form({ orderId, lines, points }: { orderId: string; lines: Line[]; points: number }) {
  const [said, setSaid] = useState<Record<string, Said>>({});
  const [service, setService] = useState(0);
  const [delivery, setDelivery] = useState(0);
  const [anonymous, setAnonymous] = useState(false);
  const writing = useChange(writeReviews, {
    keepAs: `review/${orderId}`,
    onDone: () => {
      toast('评价已提交，审核后展示');
      replace('myreviews');
    },
  });
  const rated = lines.filter((line) => (said[line.lineId]?.stars ?? 0) > 0);
  const missing = rated.length === 0 ? '请先给商品打分' : service === 0 || delivery === 0 ? '请给服务和物流打分' : '';
  const submit = (): void => {
    if (missing) {
      toast(missing);
      return;
    }
    const body = {
      serviceStars: service,
      deliveryStars: delivery,
      anonymous,
      lines: rated.map(({ lineId }) => ({ lineId, ...(said[lineId] as Said) })),
    };
    void writing.run({ path: { id: orderId }, body });
  };
  return (
    <>
      {lines.map((line, index) => (
        <LineForm
          key={line.lineId}
          line={line}
          index={index}
          onChange={(now) => setSaid((was) => ({ ...was, [line.lineId]: now }))}
        />
      ))}
      <View className="card">
        <Stars label="商家服务" value={service} onChange={setService} />
        <Stars label="物流配送" value={delivery} onChange={setDelivery} />
        <Checkbox id="review-anonymous" on={anonymous} onChange={setAnonymous}>
          <Text>匿名评价</Text>
        </Checkbox>
        {points > 0 && <View className="muted small">评价展示后赠 {points} 积分/件，好评差评都一样</View>}
      </View>
      <BottomBar>
        <Text className="grow muted small">发表后不能修改，可以追加一次</Text>
        <Button id="review-submit" busy={writing.busy} onClick={submit}>
          发表
        </Button>
      </BottomBar>
    </>
  );
}

const Stars = ({ label, value, onChange }: { label: string; value: number; onChange: (stars: number) => void }) => (
  <View className="review__stars">
    <Text>{label}</Text>
    <Rating label={label} value={value} onChange={onChange} />
  </View>
);

const NOTHING: Said = { stars: 0, tags: [], words: '', pictures: [] };

function LineForm({ line, index, onChange }: { line: Line; index: number; onChange: (said: Said) => void }) {
  const [said, setSaid] = useState(NOTHING);
  const turn = (change: Partial<Said>): void => {
    const now = { ...said, ...change };
    setSaid(now);
    onChange(now);
  };
  const { pictures, coming, add, remove } = usePictures(MOST_PICTURES, (now) => turn({ pictures: now }));
  const tick = (tag: ReviewTag): void => {
    const rest = said.tags.filter((one) => one !== tag);
    if (rest.length < said.tags.length) turn({ tags: rest });
    else if (rest.length < MOST_TAGS) turn({ tags: [...rest, tag] });
    else toast(`最多选 ${MOST_TAGS} 个`);
  };
  return (
    <View className="card" role="group" label={line.title}>
      <View className="review__goods">
        <View className="review__thumb">
          <Picture src={line.picture} />
        </View>
        <View className="grow">
          <View className="one-line">{line.title}</View>
          <View className="muted small one-line">{line.specs.join(' / ')}</View>
        </View>
      </View>
      <Stars label="商品" value={said.stars} onChange={(stars) => turn({ stars })} />
      <Chips label="印象" chips={TAGS} on={said.tags} onTap={tick} />
      <TextArea
        id={`review-words-${index}`}
        className="review__input"
        label={`评价 ${line.title}`}
        placeholder="说说您的真实感受，好坏都可以"
        value={said.words}
        maxLength={MOST_WORDS}
        onInput={(words) => turn({ words })}
      />
      <Uploader
        id={`review-pictures-${index}`}
        label="评价图片"
        pictures={pictures}
        most={MOST_PICTURES}
        coming={coming}
        onAdd={() => void add()}
        onRemove={remove}
      />
    </View>
  );
}

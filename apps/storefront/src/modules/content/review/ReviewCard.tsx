import type { ReactNode } from 'react';
import { Picture } from '../../../parts/Picture';
import { Rating } from '../../../parts/Rating';
import { Tag } from '../../../parts/Tag';
import { Text, View } from '../../../platform/elements';
import { addedText, authorText, factsText, type Review } from './review-words';
import './review.scss';

/** What one buyer says, as everybody reads it; below it what can be done with it. */
export const ReviewCard = ({ review, foot }: { review: Review; foot?: ReactNode }) => (
  <View className="review" role="article">
    <View className="row">
      <Text className="grow review__author">{authorText(review.author)}</Text>
      <Rating value={review.stars} label="评分" />
    </View>
    <View className="muted small">{factsText(review)}</View>
    {review.tags.length > 0 && (
      <View className="review__tags">
        {review.tags.map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
      </View>
    )}
    {review.words !== '' && <View className="review__words">{review.words}</View>}
    <Pictures pictures={review.pictures} />
    {review.added && (
      <View className="review__added">
        <Text className="small review__when">{addedText(review.createdAt, review.added.at)}</Text>
        <View className="review__words">{review.added.words}</View>
        <Pictures pictures={review.added.pictures} />
      </View>
    )}
    {review.reply && (
      <View className="review__reply">
        <Text className="review__when">商家回复：</Text>
        {review.reply.words}
      </View>
    )}
    {(review.rewarded || foot) && (
      <View className="row review__foot">
        <Text className="grow muted small">{review.rewarded ? '商家为这条评价赠送了积分，与好评差评无关' : ''}</Text>
        {foot}
      </View>
    )}
  </View>
);

const Pictures = ({ pictures }: { pictures: string[] }) =>
  pictures.length > 0 ? (
    <View className="review__pictures">
      {pictures.map((picture, index) => (
        <View key={picture} className="review__picture">
          <Picture src={picture} alt={`评价图片 第 ${index + 1} 张`} />
        </View>
      ))}
    </View>
  ) : null;

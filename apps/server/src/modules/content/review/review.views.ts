import type { AdminReview } from './desk.api.ts';
import type { FoldReason, Review } from './review.api.ts';
import { mayAdd } from './review.rules.ts';
import type { ReviewRow } from './review.store.ts';

const FOLD_WORDS: Readonly<Record<FoldReason, string>> = {
  'personal-data': '含有他人隐私信息',
  abuse: '含有辱骂或攻击内容',
  advertising: '含有广告或引流内容',
  illegal: '含有违法违规内容',
};

export const reviewView = (row: ReviewRow): Review => ({
  id: row.id,
  author: row.author,
  specs: row.specs,
  stars: row.stars,
  tags: row.tags,
  words: row.words,
  pictures: row.pictures,
  added:
    row.added_at && row.added_words !== null
      ? { words: row.added_words, pictures: row.added_pictures ?? [], at: row.added_at.toISOString() }
      : null,
  reply: row.reply !== null && row.replied_at ? { words: row.reply, at: row.replied_at.toISOString() } : null,
  helpful: row.helpful,
  rewarded: row.points > 0,
  createdAt: row.created_at.toISOString(),
});

export const ownView = (row: ReviewRow, atMs: number) => ({
  ...reviewView(row),
  goodsId: row.goods_id,
  orderId: row.order_id,
  title: row.title,
  state: row.status,
  foldReason: row.fold_reason && FOLD_WORDS[row.fold_reason],
  mayAdd: row.status === 'shown' && row.added_at === null && mayAdd(row.created_at, atMs),
});

export const deskView = (row: ReviewRow): AdminReview => ({
  ...reviewView(row),
  goodsId: row.goods_id,
  title: row.title,
  orderId: row.order_id,
  customerId: row.customer_id,
  state: row.status,
  doubt: row.status === 'waiting' ? row.doubt : null,
  foldReason: row.fold_reason,
  foldNote: row.fold_note,
  points: row.points,
});

import { type Static, Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { refusals } from '../../../kernel/refusal.ts';
import { Choice, Id, Nullable, named, PageOf, PageQuery, Text, Time } from '../../../kernel/schema.ts';
import { Picture } from '../../goods/media/index.ts';

/**
 * `checking`: WeChat looks at it; `waiting`: staff decide; `folded`: nobody reads it any more, which shoppers are told. There is no way
 * out of existence: merchants may not delete what buyers say (电子商务法 art. 39).
 */
export const REVIEW_STATES = ['checking', 'waiting', 'shown', 'folded'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];
/** The only reasons for which words of a buyer may be folded. That they are unkind is none. */
export const FOLD_REASONS = ['personal-data', 'abuse', 'advertising', 'illegal'] as const;
export type FoldReason = (typeof FOLD_REASONS)[number];

/** What a buyer may tick, good and bad alike, so that the summary of a product can say both. */
export const REVIEW_TAGS = [
  '质量好',
  '做工一般',
  '与描述相符',
  '与描述不符',
  '性价比高',
  '价格偏高',
  '发货快',
  '发货慢',
  '包装完好',
  '包装破损',
] as const;

const MAX_WORDS = 500;
const MAX_PICTURES = 9;
const MAX_TAGS = 4;
export const reviewRefusals = refusals({
  REVIEW_NOT_FOUND: { status: 404, message: '没有找到这条评价' },
  REVIEW_NOT_RECEIVED: { status: 409, message: '确认收货之后才能评价' },
  REVIEW_TOO_LATE: { status: 409, message: '收货超过 30 天，不能再评价了' },
  REVIEW_DONE: { status: 409, message: '这件商品已经评价过了' },
  REVIEW_LINE_UNKNOWN: { status: 400, message: '订单里没有这件商品' },
  REVIEW_PICTURE_UNKNOWN: { status: 400, message: '有图片没有上传成功，请重新上传' },
  REVIEW_ADDED: { status: 409, message: '已经追加过评价了' },
  REVIEW_ADD_TOO_LATE: { status: 409, message: '评价超过 180 天，不能再追加了' },
  REVIEW_STATE: { status: 409, message: '评价的状态已经变了，请刷新后再看' },
});

const Stars = Type.Integer({ minimum: 1, maximum: 5 });
const Tag = Choice(REVIEW_TAGS);
const Words = Text(MAX_WORDS, 0);
const Pictures = Type.Array(Picture, { maxItems: MAX_PICTURES, uniqueItems: true });

const StarCounts = Type.Array(Type.Integer(), { minItems: 5, maxItems: 5, description: 'Of 1 to 5 stars' });
export const ReviewSummary = Type.Object({
  reviews: Type.Integer({ description: 'That are shown' }),
  stars: StarCounts,
  goodPercent: Nullable(Type.Integer({ description: 'Share of four and five stars, rounded down' })),
  pictures: Type.Integer({ description: 'With pictures' }),
  added: Type.Integer({ description: 'That were added to later' }),
  folded: Type.Integer({ description: 'That staff folded, each for one of four reasons' }),
  tags: Type.Array(Type.Object({ tag: Type.String(), reviews: Type.Integer() }), { description: 'Most ticked first' }),
});
export const Review = Type.Object({
  id: Id,
  author: Type.String({ description: 'Masked; empty for somebody who does not want to be named' }),
  specs: Type.Array(Type.String()),
  stars: Stars,
  tags: Type.Array(Type.String()),
  words: Type.String(),
  pictures: Type.Array(Type.String()),
  added: Nullable(
    Type.Object({ words: Type.String(), pictures: Type.Array(Type.String()), at: Time }, { description: '追加评价' }),
  ),
  reply: Nullable(Type.Object({ words: Type.String(), at: Time })),
  helpful: Type.Integer(),
  rewarded: Type.Boolean({ description: 'The shop gave points for it, as for a review with any stars' }),
  createdAt: Time,
});
export type Review = Static<typeof Review>;

const OfGoods = Type.Object({ id: Id });
const FILTERS = ['all', 'pictures', 'added', 'good', 'middle', 'bad'] as const;
const SORTS = ['newest', 'helpful'] as const;
export const getReviewSummary = operation({
  method: 'GET',
  url: '/shop/goods/:id/reviews/summary',
  operationId: 'getReviewSummary',
  tag: 'reviews',
  summary: 'What buyers say of a product, counted, with the two newest reviews that have words',
  audience: 'anyone',
  params: OfGoods,
  reply: { status: 200, schema: Type.Object({ summary: ReviewSummary, newest: Type.Array(Review) }) },
});
export const listReviews = operation({
  method: 'GET',
  url: '/shop/goods/:id/reviews',
  operationId: 'listReviews',
  tag: 'reviews',
  summary: 'Reviews of a product. The order never looks at the stars: by time, or by how many found one helpful',
  audience: 'anyone',
  params: OfGoods,
  query: Type.Object(
    {
      filter: Type.Optional(Choice(FILTERS, 'good: 4 and 5 stars, middle: 3, bad: 1 and 2')),
      sort: Type.Optional(Choice(SORTS, '`helpful` goes with `all` alone')),
      ...PageQuery,
    },
    { additionalProperties: false },
  ),
  reply: { status: 200, schema: PageOf(Review) },
});

const Reviewable = Type.Object({
  orderId: Id,
  lineId: Id,
  goodsId: Id,
  title: Type.String(),
  specs: Type.Array(Type.String()),
  picture: Type.String(),
  receivedAt: Time,
});
export const listReviewable = operation({
  method: 'GET',
  url: '/shop/reviewable',
  operationId: 'listReviewable',
  tag: 'reviews',
  summary:
    'What the shopper received within thirty days and has not reviewed, the newest order first, a hundred at most',
  audience: 'shopper',
  query: Type.Object({ orderId: Type.Optional(Id) }, { additionalProperties: false }),
  reply: {
    status: 200,
    schema: Type.Object({
      items: Type.Array(Reviewable),
      points: Type.Integer({ description: 'That the shop gives for a review with any stars; 0: none' }),
    }),
  },
});
const OwnReview = Type.Object({
  ...Review.properties,
  goodsId: Id,
  orderId: Id,
  title: Type.String(),
  state: Choice(REVIEW_STATES),
  foldReason: Nullable(Type.String({ description: 'Why nobody else reads it, in words' })),
  mayAdd: Type.Boolean(),
});
export const listMyReviews = operation({
  method: 'GET',
  url: '/shop/my-reviews',
  operationId: 'listMyReviews',
  tag: 'reviews',
  summary: "The shopper's own reviews, whatever their state, the newest first",
  audience: 'shopper',
  query: Type.Object({ ...PageQuery }, { additionalProperties: false }),
  reply: { status: 200, schema: PageOf(OwnReview) },
});
export const writeReviews = operation({
  method: 'POST',
  url: '/shop/orders/:id/reviews',
  operationId: 'writeReviews',
  tag: 'reviews',
  summary: 'Reviews lines of a received order, each once; the first time also how the shop served it',
  audience: 'shopper',
  params: Type.Object({ id: Id }),
  body: Type.Object(
    {
      serviceStars: Stars,
      deliveryStars: Stars,
      anonymous: Type.Boolean(),
      lines: Type.Array(
        Type.Object(
          {
            lineId: Id,
            stars: Stars,
            tags: Type.Array(Tag, { maxItems: MAX_TAGS, uniqueItems: true }),
            words: Words,
            pictures: Pictures,
          },
          { additionalProperties: false },
        ),
        { minItems: 1, maxItems: 50 },
      ),
    },
    { additionalProperties: false },
  ),
  limit: { per: 'caller', burst: 20, perMinute: 10 },
  reply: { status: 201, schema: Type.Object({ ids: Type.Array(Id) }) },
});
export const addToReview = operation({
  method: 'POST',
  url: '/shop/my-reviews/:id/addition',
  operationId: 'addToReview',
  tag: 'reviews',
  summary: 'Adds to one of the own reviews, once, within half a year; the whole is checked anew',
  audience: 'shopper',
  params: Type.Object({ id: Id }),
  body: Type.Object({ words: Text(MAX_WORDS), pictures: Pictures }, { additionalProperties: false }),
  limit: { per: 'caller', burst: 20, perMinute: 10 },
  reply: { status: 204, schema: null },
});
const OneReview = Type.Object({ id: Id });
export const findHelpful = operation({
  method: 'PUT',
  url: '/shop/reviews/:id/helpful',
  operationId: 'findHelpful',
  tag: 'reviews',
  summary: 'Says that a review helped, or with false takes that back',
  audience: 'shopper',
  params: OneReview,
  body: Type.Object({ helpful: Type.Boolean() }, { additionalProperties: false }),
  repeatable: true,
  limit: { per: 'caller', burst: 60, perMinute: 60 },
  reply: { status: 200, schema: Type.Object({ helpful: Type.Integer({ description: 'How many say so now' }) }) },
});

named({ Review, ReviewSummary, OwnReview, Reviewable });

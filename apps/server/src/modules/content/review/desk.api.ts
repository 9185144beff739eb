import { type Static, Type } from 'typebox';
import { operation } from '../../../kernel/operation.ts';
import { Choice, Id, Nullable, named, PageOf, PageQuery, Text } from '../../../kernel/schema.ts';
import { FOLD_REASONS, REVIEW_STATES, Review, ReviewSummary } from './review.api.ts';

export const AdminReview = Type.Object({
  ...Review.properties,
  goodsId: Id,
  title: Type.String(),
  orderId: Id,
  customerId: Id,
  state: Choice(REVIEW_STATES),
  doubt: Nullable(Type.String({ description: 'Why it waits for staff, in words' })),
  foldReason: Nullable(Choice(FOLD_REASONS)),
  foldNote: Nullable(Type.String()),
  points: Type.Integer(),
});
export type AdminReview = Static<typeof AdminReview>;

export const listAdminReviews = operation({
  method: 'GET',
  url: '/admin/reviews',
  operationId: 'listAdminReviews',
  tag: 'reviews',
  summary: 'Reviews for staff, the newest first; one filter at a time',
  audience: 'goods:read',
  query: Type.Object(
    {
      state: Type.Optional(Choice(REVIEW_STATES)),
      stars: Type.Optional(Type.Integer({ minimum: 1, maximum: 5 })),
      unanswered: Type.Optional(Type.Literal(true)),
      goodsId: Type.Optional(Id),
      ...PageQuery,
    },
    { additionalProperties: false },
  ),
  reply: { status: 200, schema: PageOf(AdminReview) },
});
export const getReviewFigures = operation({
  method: 'GET',
  url: '/admin/reviews/figures',
  operationId: 'getReviewFigures',
  tag: 'reviews',
  summary:
    'How many reviews wait for staff (a hundred at most are counted), and stars for service and delivery of the last 30 days',
  audience: 'goods:read',
  reply: {
    status: 200,
    schema: Type.Object({
      waiting: Type.Integer(),
      orders: Type.Integer({ description: 'That were rated in the last 30 days' }),
      serviceStars: Nullable(Type.Number({ description: 'Average, one decimal' })),
      deliveryStars: Nullable(Type.Number({ description: 'Average, one decimal' })),
    }),
  },
});
export const getAdminReviewSummary = operation({
  method: 'GET',
  url: '/admin/goods/:id/review-summary',
  operationId: 'getAdminReviewSummary',
  tag: 'reviews',
  summary: 'What buyers say of a product, counted',
  audience: 'goods:read',
  params: Type.Object({ id: Id }),
  reply: { status: 200, schema: ReviewSummary },
});
const OneReview = Type.Object({ id: Id });
export const replyToReview = operation({
  method: 'PUT',
  url: '/admin/reviews/:id/reply',
  operationId: 'replyToReview',
  tag: 'reviews',
  summary: 'Answers a review for everybody to read, or changes that answer',
  audience: 'goods:write',
  params: OneReview,
  body: Type.Object({ words: Text(300) }, { additionalProperties: false }),
  repeatable: true,
  reply: { status: 200, schema: AdminReview },
});
export const foldReview = operation({
  method: 'POST',
  url: '/admin/reviews/:id/fold',
  operationId: 'foldReview',
  tag: 'reviews',
  summary:
    'Folds a review for one of four reasons; shoppers see that one is folded. No review can be deleted (电子商务法 art. 39)',
  audience: 'goods:write',
  params: OneReview,
  body: Type.Object({ reason: Choice(FOLD_REASONS), note: Text(200) }, { additionalProperties: false }),
  reply: { status: 200, schema: AdminReview },
});
export const showReview = operation({
  method: 'POST',
  url: '/admin/reviews/:id/show',
  operationId: 'showReview',
  tag: 'reviews',
  summary: 'Shows a review that waits, or one that was folded',
  audience: 'goods:write',
  params: OneReview,
  reply: { status: 200, schema: AdminReview },
});
const ReviewSettings = Type.Object(
  { points: Type.Integer({ minimum: 0, maximum: 1000, description: 'For a review with any stars; 0: none' }) },
  { additionalProperties: false },
);
export const getReviewSettings = operation({
  method: 'GET',
  url: '/admin/review-settings',
  operationId: 'getReviewSettings',
  tag: 'reviews',
  summary: 'What the shop gives for a review',
  audience: 'settings:read',
  reply: { status: 200, schema: ReviewSettings },
});
export const putReviewSettings = operation({
  method: 'PUT',
  url: '/admin/review-settings',
  operationId: 'putReviewSettings',
  tag: 'reviews',
  summary:
    'Sets what the shop gives for a review. It cannot depend on the stars: paid praise is forbidden (反不正当竞争法 art. 9)',
  audience: 'settings:write',
  body: ReviewSettings,
  repeatable: true,
  reply: { status: 200, schema: ReviewSettings },
});

named({ AdminReview, ReviewSettings });

import type { Placed } from './given.ts';
import type { StartedApp } from './open-app.ts';

const must = (answer: { status: number; body: unknown }): void => {
  if (answer.status >= 300) throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.body)}`);
};

/** An order that the shopper has received, with the ids of its lines. */
export async function receivedOrder(
  app: StartedApp,
  lines?: { skuId: string; quantity: number }[],
): Promise<Placed & { lineIds: string[] }> {
  const bought = lines ?? [{ skuId: (await app.given.goods()).skus[0]!.id, quantity: 1 }];
  const order = await app.given.paidOrder(bought);
  const owner = await app.given.owner();
  must(await owner.post(`/admin/orders/${order.id}/shipment`, { carrier: 'ZTO', trackingNumber: 'ZT123456789' }));
  must(await order.shopper.post(`/shop/orders/${order.id}/receipt`, {}));
  const { body } = await order.shopper.get(`/shop/orders/${order.id}`);
  return { ...order, lineIds: body.lines.map((line: { id: string }) => line.id) };
}

/** What a buyer says of these lines. */
export const saying = (
  lineIds: readonly string[],
  over: { stars?: number; words?: string; pictures?: string[] } = {},
) => ({
  serviceStars: 5,
  deliveryStars: 4,
  anonymous: false,
  lines: lineIds.map((lineId) => ({ lineId, stars: 5, tags: ['质量好'], words: '很好喝', pictures: [], ...over })),
});

/** Reviews a received order, until everybody can read it; the review's id. */
export async function reviewed(app: StartedApp, { shopper, id }: Placed, over: Parameters<typeof saying>[1] = {}) {
  const { lines } = (await shopper.get(`/shop/orders/${id}`)).body;
  const answer = await shopper.post(
    `/shop/orders/${id}/reviews`,
    saying(
      lines.map((line: { id: string }) => line.id),
      over,
    ),
  );
  must(answer);
  await app.platform.jobs.drain();
  return answer.body.ids[0] as string;
}

/** A review of a received order that everybody can read; its id. */
export async function shownReview(
  app: StartedApp,
  over: Parameters<typeof saying>[1] = {},
): Promise<Placed & { reviewId: string }> {
  const order = await receivedOrder(app);
  return { ...order, reviewId: await reviewed(app, order, over) };
}

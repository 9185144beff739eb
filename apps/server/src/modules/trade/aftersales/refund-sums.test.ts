import { afterEach, beforeAll, expect, test } from 'vitest';
import { type StartedApp, startAppForFile } from '../../../test/app.ts';
import { brokenPromises } from '../../../test/invariants.ts';
import { type Bought, refundScene } from '../../../test/refund-scene.ts';
import type { Caller } from '../../../test/world.ts';

let app: StartedApp;
let owner: Caller;
beforeAll(async () => {
  app = await startAppForFile();
  app.sandbox.control.settings({ refundDelayMs: 20 });
  owner = await app.given.owner();
});
afterEach(async () => expect(await brokenPromises(app)).toEqual([]));
const { bought, detail, ask, refund, approve, reject, ship, all, backFen, settled } = refundScene(() => ({
  app,
  owner,
}));

const [A, B, FREIGHT] = [1900, 2900, 800];
const one = (order: Bought, nth: number) => [{ lineId: order.lines[nth]!.id, quantity: 1 }];
/** The refunds of an order as the shopper sees them, oldest first. */
const refundsOf = async (order: Bought) => (await detail(order)).refunds.toReversed();

test('the freight goes with the last piece that is agreed, not with the last that is asked for', async () => {
  const order = await bought([A, B], 1);
  const first = (await ask(order, one(order, 0))).body;
  const second = (await ask(order, one(order, 1))).body;
  expect([first, second]).toMatchObject([
    { amountFen: A, freightFen: 0 },
    { amountFen: B, freightFen: 0 },
  ]);
  await approve(second.id);
  // Nothing but the first could stay now: its estimate gains the freight before anybody decides.
  expect(await refundsOf(order)).toMatchObject([{ amountFen: A + FREIGHT }, { amountFen: B }]);
  expect((await approve(first.id)).body).toMatchObject({ amountFen: A + FREIGHT, freightFen: FREIGHT });
  await settled(order, ['succeeded', 'succeeded']);
  expect(await detail(order)).toMatchObject({ state: 'refunded', refundedFen: order.totalFen });
  expect(backFen(order)).toBe(order.totalFen);
});

test.each(['declined', 'taken back'] as const)(
  'one request is %s, the other granted and the rest shipped: the freight stays with the order',
  async (how) => {
    const order = await bought([A, B], 1);
    const first = (await ask(order, one(order, 0))).body;
    const second = (await ask(order, one(order, 1))).body;
    if (how === 'declined') await reject(first.id);
    else await order.shopper.post(`/shop/refunds/${first.id}/withdrawal`);
    expect((await approve(second.id)).body).toMatchObject({ amountFen: B, freightFen: 0 });
    await settled(order, [how === 'declined' ? 'rejected' : 'withdrawn', 'succeeded']);
    expect((await ship(order)).body).toMatchObject({ state: 'shipped', refundedFen: B });
    expect(backFen(order)).toBe(B);
  },
);

test('the freight goes back once, although a request was declined before and its piece refunded later', async () => {
  const order = await bought([A, B], 1);
  const first = (await ask(order, one(order, 0))).body;
  expect((await refund(order, one(order, 1))).body).toMatchObject({ amountFen: B, freightFen: 0 });
  await reject(first.id);
  const third = await refund(order, one(order, 0));
  expect(third, JSON.stringify(third.body)).toMatchObject({
    status: 201,
    body: { amountFen: A + FREIGHT, freightFen: FREIGHT },
  });
  await settled(order, ['rejected', 'succeeded', 'succeeded']);
  expect(backFen(order)).toBe(order.totalFen);
});

test('clerks and shopper decide five requests at once, in any order: every sum holds, and the freight follows what stays', async () => {
  for (let round = 0; round < 2; round++) {
    const order = await bought([A, B], 3);
    const asks = [0, 1, 0, 1, 0].map((nth) => ask(order, one(order, nth)));
    const cases = (await Promise.all(asks)).map(({ status, body }) => {
      expect(status, JSON.stringify(body)).toBe(201);
      return body.id as string;
    });
    const decisions = cases.flatMap((id, i) => [
      approve(id),
      i % 2 === 0 ? order.shopper.post(`/shop/refunds/${id}/withdrawal`) : reject(id),
      refund(order, one(order, i % 2)),
    ]);
    const answers = await Promise.all(decisions);
    expect(answers.map((a) => a.status).filter((status) => ![200, 201, 409].includes(status))).toEqual([]);
    expect(await brokenPromises(app)).toEqual([]);
    // Whatever is left goes back too: then it is all, with the freight, to the fen.
    const { lines } = await detail(order);
    const rest = lines.flatMap((l: { id: string; quantity: number; refundedQuantity: number }) =>
      l.quantity > l.refundedQuantity ? [{ lineId: l.id, quantity: l.quantity - l.refundedQuantity }] : [],
    );
    if (rest.length > 0) expect((await refund(order, rest)).status).toBe(201);
    await settled(
      order,
      (await refundsOf(order)).map((r: { state: string }) =>
        ['rejected', 'withdrawn'].includes(r.state) ? r.state : 'succeeded',
      ),
    );
    expect(await detail(order)).toMatchObject({ state: 'refunded', refundedFen: order.totalFen });
    expect(backFen(order)).toBe(order.totalFen);
  }
}, 60_000);

test('the preview says what a refund would give back now, beside what others ask for', async () => {
  const order = await bought([A, B], 1);
  const preview = async (lines = all(order, 1)) =>
    (await owner.post(`/admin/orders/${order.id}/refund-preview`, { lines })).body;
  expect(await preview()).toMatchObject({ amountFen: A + B + FREIGHT, freightFen: FREIGHT });
  const asked = (await ask(order, one(order, 0))).body;
  expect(await preview(one(order, 1))).toMatchObject({ amountFen: B, freightFen: 0 });
  expect((await preview()).code).toBe('REFUND_TOO_MUCH');
  await approve(asked.id);
  expect(await preview(one(order, 1))).toMatchObject({ amountFen: B + FREIGHT, freightFen: FREIGHT });
});

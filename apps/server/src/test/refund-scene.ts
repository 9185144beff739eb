import { expect, vi } from 'vitest';
import type { StartedApp } from './app.ts';
import type { Placed } from './given.ts';
import type { Caller } from './world.ts';

export interface Bought extends Placed {
  goodsId: string;
  lines: { id: string; payableFen: number }[];
}
export interface Piece {
  lineId: string;
  quantity: number;
}
export const PARCEL = { carrier: 'ZTO', trackingNumber: 'ZT123456789' };

/** What tests of refunds do again and again: buy, ask, grant, look. `world` is asked late, because a file starts its app in beforeAll. */
export function refundScene(world: () => { app: StartedApp; owner: Caller }) {
  const detail = async ({ shopper, id }: Placed) => (await shopper.get(`/shop/orders/${id}`)).body;
  const atWechat = (order: Placed, mark = 'J') =>
    world()
      .app.sandbox.control.refunds()
      .filter((r) => r.outTradeNo === `${order.number}${mark}`);
  return {
    /** A paid order: one line for each price, with that many pieces each, of goods with 20 pieces a SKU. */
    async bought(pricesFen: number[], quantity: number, before?: (order: Placed) => Promise<void>): Promise<Bought> {
      const { app } = world();
      const goods = await app.given.goods({ stock: 20, pricesFen });
      const order = await app.given.order(goods.skus.map((s) => ({ skuId: s.id, quantity })));
      await before?.(order);
      await app.given.pay(order);
      return { ...order, goodsId: goods.id, lines: (await detail(order)).lines };
    },
    detail,
    adminDetail: async ({ id }: Placed) => (await world().owner.get(`/admin/orders/${id}`)).body,
    available: async (goodsId: string): Promise<number[]> =>
      (await world().app.guest.get(`/shop/goods/${goodsId}`)).body.skus.map((s: { available: number }) => s.available),
    ask: (order: Placed, lines: Piece[], key?: string) =>
      order.shopper.post(`/shop/orders/${order.id}/refunds`, { lines, reason: '不想要了' }, key),
    refund: (order: Placed, lines: Piece[], key?: string) =>
      world().owner.post(`/admin/orders/${order.id}/refunds`, { lines, reason: '缺货' }, key),
    approve: (caseId: string, key?: string) => world().owner.post(`/admin/refunds/${caseId}/approval`, undefined, key),
    reject: (caseId: string) => world().owner.post(`/admin/refunds/${caseId}/rejection`, { reason: '已备货' }),
    ship: (order: Placed) => world().owner.post(`/admin/orders/${order.id}/shipment`, PARCEL),
    all: (order: Bought, quantity: number): Piece[] => order.lines.map((l) => ({ lineId: l.id, quantity })),
    atWechat,
    /** Call-backs of earlier tests have arrived: the next one is this test's. */
    nobodyCalls: () =>
      vi.waitFor(
        () =>
          expect(
            world()
              .app.sandbox.control.callbacks()
              .filter((c) => c.state === 'pending'),
          ).toEqual([]),
        20_000,
      ),
    backFen: (order: Placed) => atWechat(order).reduce((sum, r) => sum + r.refundFen, 0),
    /** Runs what is due until all of the order's cases have these states, oldest first. */
    async settled(order: Placed, states: string[]): Promise<void> {
      const { app } = world();
      await vi.waitFor(
        async () => {
          await app.platform.jobs.drain();
          const { rows } = await app.sql.query('select status from aftersales_case where order_id = $1 order by id', [
            order.id,
          ]);
          expect(rows.map((r) => r.status)).toEqual(states);
        },
        { timeout: 25_000, interval: 50 },
      );
    },
  };
}

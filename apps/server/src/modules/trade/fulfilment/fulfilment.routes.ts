import type { Platform } from '../../../platform/app.ts';
import type { Db } from '../../../platform/db/index.ts';
import { adminOrder, type OrderParts, orderShipped } from '../order/index.ts';
import * as api from './fulfilment.api.ts';
import { CARRIERS, carrierName } from './fulfilment.rules.ts';
import { type FulfilmentSources, ship, uploadShipment } from './fulfilment.service.ts';
import { shipmentOf } from './fulfilment.store.ts';

export function registerFulfilment(platform: Platform, sources: FulfilmentSources, parts: OrderParts): void {
  const { http, jobs } = platform;
  http.read(api.listCarriers, async () => ({ items: [...CARRIERS] }));
  http.change(api.shipOrder, async ({ actor, params, body, tx }) => {
    await ship(tx, actor, params.id, body, sources, await sources.receiveAfterDays(actor.tenantId));
    return adminOrder(platform, parts, tx, actor.tenantId, params.id);
  });
  jobs.listen(orderShipped, 'tell-wechat', ({ tenantId, data }) =>
    uploadShipment(platform, sources, tenantId, data.orderId),
  );
}

/** The parcels of an order, for its page. */
export async function shipmentViews(db: Db, tenantId: number, orderId: string) {
  const s = await shipmentOf(db, tenantId, orderId);
  if (!s) return [];
  const upload = s.upload as 'pending' | 'done' | 'failed';
  return [
    {
      id: s.id,
      carrier: s.carrier,
      carrierName: carrierName(s.carrier) ?? s.carrier,
      trackingNumber: s.tracking_number,
      shippedAt: s.shipped_at.toISOString(),
      wechatUpload: upload,
    },
  ];
}

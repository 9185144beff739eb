import type { Db } from '../../../platform/db/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { adminOrder, orderShipments, orderShipped } from '../order/index.ts';
import * as api from './fulfilment.api.ts';
import { CARRIERS, carrierName } from './fulfilment.rules.ts';
import { ship, uploadShipment } from './fulfilment.service.ts';
import { shipmentOf } from './fulfilment.store.ts';

export const fulfilment: Module = { name: 'trade/fulfilment', register };

function register(platform: Platform): void {
  const { http, jobs, slots } = platform;
  slots.fill(orderShipments, shipmentViews);
  http.read(api.listCarriers, async () => ({ items: [...CARRIERS] }));
  http.change(api.shipOrder, async ({ actor, params, body, tx }) => {
    await ship(platform, tx, actor, params.id, body);
    return adminOrder(platform, tx, actor.tenantId, params.id);
  });
  jobs.listen(orderShipped, 'tell-wechat', ({ tenantId, data }) => uploadShipment(platform, tenantId, data.orderId), {
    lane: 'wechat',
  });
}

/** The parcels of an order, for its page. */
async function shipmentViews(db: Db, tenantId: number, orderId: string) {
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

import type { Db } from '../../../platform/db/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { noticeKind } from '../../identity/notice/index.ts';
import { pushListener } from '../../identity/tenant/index.ts';
import { type AdminShipment, adminOrder, orderRefunded, orderShipments } from '../order/index.ts';
import * as api from './fulfilment.api.ts';
import { CARRIERS, carrierName, isCorrectable } from './fulfilment.rules.ts';
import * as service from './fulfilment.service.ts';
import { piecesOf, shipmentsOf } from './fulfilment.store.ts';
import { pushOverdueUploads, uploadParcels } from './fulfilment.wechat.ts';
import { reportPresales } from './presale.wechat.ts';
import { lookAtOne, lookAtReceipts, settlementPushed, shippingReminded } from './receipt.wechat.ts';

export const fulfilment: Module = { name: 'trade/fulfilment', register };

function register(platform: Platform): void {
  const { http, jobs, slots } = platform;
  slots.fill(orderShipments, shipmentViews);
  slots.fill(noticeKind, service.ORDER_SHIPPED);
  http.read(api.listCarriers, async () => ({ items: [...CARRIERS] }));
  http.change(api.shipOrder, async ({ actor, params, body, tx }) => {
    await service.ship(platform, tx, actor, params.id, body);
    return adminOrder(platform, tx, actor.tenantId, params.id);
  });
  http.change(api.correctShipment, async ({ actor, params, body, tx }) => {
    const orderId = await service.correct(tx, actor, params.id, body);
    return adminOrder(platform, tx, actor.tenantId, orderId);
  });
  http.change(api.uploadShipment, async ({ actor, params, tx }) => {
    await service.uploadAgain(tx, actor.tenantId, params.id);
    return adminOrder(platform, tx, actor.tenantId, params.id);
  });
  const lane = { lane: 'wechat' } as const;
  jobs.on(service.uploadToWechat, ({ tenantId, data }) => uploadParcels(platform, tenantId, data.orderId), lane);
  jobs.on(service.lookAtReceipt, ({ tenantId, data }) => lookAtOne(platform, tenantId, data.shipmentId), lane);
  jobs.listen(orderRefunded, 'fulfilment', ({ tenantId, data }) =>
    platform.database.inTx(tenantId, (tx) => service.finishSending(platform, tx, tenantId, data.orderId)),
  );
  slots.fill(pushListener, { event: 'trade_manage_order_settlement', take: settlementPushed });
  slots.fill(pushListener, { event: 'trade_manage_remind_shipping', take: shippingReminded });
  jobs.sweep('receipts-at-wechat', { everyMinutes: 10, ...lane }, (tenantId, signal) =>
    lookAtReceipts(platform, tenantId, signal),
  );
  jobs.sweep('presales', { everyMinutes: 10, ...lane }, (tenantId) => reportPresales(platform, tenantId));
  jobs.sweep('uploads', { everyMinutes: 10, ...lane }, (tenantId) => pushOverdueUploads(platform, tenantId));
}

/** The parcels of an order, for its page. */
async function shipmentViews(db: Db, tenantId: number, orderId: string): Promise<AdminShipment[]> {
  const all = await shipmentsOf(db, tenantId, orderId);
  if (all.length === 0) return [];
  const pieces = await piecesOf(
    db,
    tenantId,
    all.map((s) => s.id),
  );
  return all.map((s) => ({
    id: s.id,
    carrier: s.carrier,
    carrierName: carrierName(s.carrier) ?? s.carrier,
    trackingNumber: s.tracking_number,
    shippedAt: s.shipped_at.toISOString(),
    lines: pieces.get(s.id) ?? [],
    wechatUpload: s.upload as AdminShipment['wechatUpload'],
    uploadFailure: s.upload_failure,
    nextUploadAt: s.upload_failure ? (s.next_try_at?.toISOString() ?? null) : null,
    correctable: isCorrectable(s, all),
  }));
}

import type { Static } from 'typebox';
import { maskName, maskPhone } from '../../../kernel/mask.ts';
import type { Db } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { customerNames, type Delivery, openDelivery } from '../../identity/customer/index.ts';
import { freightPart, goodsPart, type PricePart } from '../pricing/index.ts';
import type { AdminOrderDetail, AdminShipment, OrderCard, OrderDetail } from './order.api.ts';
import { dueFenOf } from './order.rules.ts';
import { orderRefunds, orderShipments } from './order.slots.ts';
import * as store from './order.store.ts';
import { paymentsOfOrder } from './pay-order.service.ts';
import type { AdminRefundSummary } from './refund-summary.api.ts';

type Detail = Static<typeof OrderDetail>;
type Card = Static<typeof OrderCard>;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

const lineView = (r: store.LineRow, parts: readonly store.PartRow[]): Card['lines'][number] => ({
  id: r.id,
  skuId: r.sku_id,
  goodsId: r.goods_id,
  title: r.title,
  specs: r.specs as string[],
  picture: r.picture,
  unitPriceFen: r.unit_price_fen,
  quantity: r.quantity,
  payableFen: r.payable_fen,
  parts: [
    goodsPart(r.unit_price_fen * r.quantity),
    ...parts.filter((p) => p.kind === 'price' && p.line_id === r.id).map(partView),
  ],
  refundedQuantity: r.refunded_quantity,
  shippedQuantity: r.shipped_quantity,
  refundedFen: r.refunded_fen,
});

const partView = ({ source, ref, label, fen }: store.PartRow): PricePart => ({ source, ref, label, fen: -fen });

const purseView = (p: store.PartRow): Detail['purses'][number] => ({
  source: p.source,
  label: p.label,
  fen: p.fen,
  units: p.units,
  returnedFen: p.returned_fen,
  returnedUnits: p.returned_units,
});

/** How the total came about: what was taken off lines summed up, then freight and what was taken off that. */
function totalParts(head: store.HeadRow, parts: readonly store.PartRow[]): PricePart[] {
  const prices = parts.filter((p) => p.kind === 'price');
  const offLines = new Map<string, PricePart>();
  for (const part of prices.filter((p) => p.line_id !== null)) {
    const key = JSON.stringify([part.source, part.ref, part.label]);
    const before = offLines.get(key)?.fen ?? 0;
    offLines.set(key, { ...partView(part), fen: before - part.fen });
  }
  const offFreight = prices.filter((p) => p.line_id === null).map(partView);
  const freightFen = head.freight_fen - offFreight.reduce((sum, p) => sum + p.fen, 0);
  return [goodsPart(head.goods_fen), ...offLines.values(), freightPart(freightFen), ...offFreight];
}

export const cardView = (head: store.HeadRow, lines: store.LineRow[], parts: store.PartRow[]): Card => ({
  id: head.id,
  number: head.number,
  state: head.status as Card['state'],
  totalFen: head.total_fen,
  dueFen: dueFenOf(head),
  refundedFen: head.refunded_fen,
  pieces: head.pieces,
  lines: lines.map((line) => lineView(line, parts)),
  createdAt: head.created_at.toISOString(),
  presale: head.ship_on || head.ship_days ? { shipOn: head.ship_on, shipDays: head.ship_days } : null,
  shipBy: head.status === 'paid' ? iso(head.ship_by) : null,
  closesAt: head.status === 'unpaid' ? iso(head.closes_at) : null,
});

/** The delivery address as it was when the order was placed. */
export const addressOf = ({ secrets }: Platform, head: store.HeadRow): Delivery =>
  openDelivery(secrets, { tenantId: head.tenant_id, customerId: head.customer_id }, head.address);

/** How a timeline begins follows from the order itself: a row for it would say nothing more. */
const placedEntry = (head: store.HeadRow) => ({
  at: head.created_at,
  kind: 'placed',
  text: '提交订单',
  actor: 'shopper',
});

export async function detailView(
  platform: Platform,
  db: Db,
  asked: store.HeadRow,
): Promise<Detail & { refunds: Static<typeof AdminRefundSummary>[]; shipments: AdminShipment[] }> {
  const { slots } = platform;
  const { tenant_id: tenantId, id } = asked;
  const [lines, parts, timeline, payments, shipments, refunds] = await Promise.all([
    store.lineRows(db, tenantId, [id]),
    store.partRows(db, tenantId, [id]),
    store.transitionRows(db, tenantId, id),
    paymentsOfOrder(db, tenantId, id),
    slots.one(orderShipments)(db, tenantId, id),
    slots.one(orderRefunds)(db, tenantId, id),
  ]);
  // Last, so that it is never older than the rest: no refund is shown as done whose money the order does not know.
  const head = (await store.headRow(db, tenantId, id)) ?? asked;
  return {
    ...cardView(head, lines, parts),
    goodsFen: head.goods_fen,
    freightFen: head.freight_fen,
    discountFen: head.discount_fen,
    parts: totalParts(head, parts),
    purses: parts.filter((p) => p.kind === 'purse').map(purseView),
    note: head.note,
    address: addressOf(platform, head),
    paidAt: iso(head.paid_at),
    transactionId: payments.find((p) => p.status === 'succeeded')?.transaction_id ?? null,
    shipments,
    refunds,
    timeline: [placedEntry(head), ...timeline].map((t) => ({
      at: t.at.toISOString(),
      kind: t.kind,
      text: t.text,
      actor: t.actor.split(':')[0] ?? '',
    })),
    receiveBy: head.status === 'shipped' ? iso(head.receive_by) : null,
    closeReason: head.close_reason,
  };
}

export async function adminDetailView(
  platform: Platform,
  db: Db,
  head: store.HeadRow,
): Promise<Static<typeof AdminOrderDetail>> {
  const [detail, names] = await Promise.all([
    detailView(platform, db, head),
    customerNames(platform, db, head.tenant_id, [head.customer_id]),
  ]);
  const customer = names.get(head.customer_id);
  return {
    ...detail,
    address: maskAddress(detail.address),
    customer: { id: head.customer_id, nickname: customer?.nickname ?? '已注销', phone: customer?.phone ?? null },
    staffNote: head.staff_note,
  };
}

/** Enough to know the parcel by; the whole is shown on demand (`revealReceiver`). */
const maskAddress = (address: Delivery): Delivery => ({
  ...address,
  name: maskName(address.name),
  phone: maskPhone(address.phone),
  detail: '***',
});

/** "李* 138****1234": enough to recognise a parcel in a list. */
export const maskReceiver = ({ name, phone }: { name: string; phone: string }): string =>
  `${maskName(name)} ${maskPhone(phone)}`;

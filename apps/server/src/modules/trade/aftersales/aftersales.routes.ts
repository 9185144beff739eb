import { pageOf } from '../../../kernel/page.ts';
import type { Db } from '../../../platform/db/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { belongings, unfinished } from '../../identity/customer/index.ts';
import { noticeKind } from '../../identity/notice/index.ts';
import { auditTargets } from '../../identity/staff/index.ts';
import { headRow, openRefunds, orderRefunds, ownOrder, unwantedMoney } from '../order/index.ts';
import { refundTurned } from '../payment/index.ts';
import * as api from './aftersales.api.ts';
import { totals } from './aftersales.rules.ts';
import * as service from './aftersales.service.ts';
import * as store from './aftersales.store.ts';
import { adminRefunds, adminSummaries, ownRefunds, summaries } from './aftersales.views.ts';
import { REFUND_DONE } from './aftersales-notice.ts';

/** Refunds shown on an order's page. */
const REFUNDS_SHOWN = 100;

export const aftersales: Module = { name: 'trade/aftersales', register };

function register(platform: Platform): void {
  const { jobs, database, slots } = platform;
  slots.fill(auditTargets, store.caseNames);
  slots.fill(openRefunds, store.openCases);
  slots.fill(orderRefunds, async (db, tenantId, orderId) =>
    adminSummaries(db, tenantId, await store.caseRows(db, tenantId, { orderId, limit: REFUNDS_SHOWN })),
  );
  slots.fill(noticeKind, REFUND_DONE);
  slots.fill(unwantedMoney, service.openLateCase);
  slots.fill(belongings, {
    tables: ['aftersales_case'],
    move: (tx, { tenantId, from, into }) => store.moveCases(tx, tenantId, from, into),
  });
  slots.fill(unfinished, async (db, tenantId, customerId) =>
    (await store.hasOpenCase(db, tenantId, customerId)) ? '您还有没有办完的退款，请在退款完成后再注销账号' : null,
  );
  shopperRoutes(platform);
  adminRoutes(platform);
  jobs.listen(refundTurned, 'aftersales', ({ tenantId, data }) =>
    database.inTx(tenantId, (tx) => service.followRefund(tx, tenantId, data.caseId)),
  );
}

interface Asked {
  lines: { lineId: string; quantity: number }[];
  waived?: boolean;
}
async function preview(platform: Platform, db: Db, tenantId: number, orderId: string, { lines, waived }: Asked) {
  const head = await headRow(db, tenantId, orderId);
  if (!head) throw api.aftersalesRefusals.REFUND_ORDER_NOT_FOUND();
  if (head.status !== 'paid') throw api.aftersalesRefusals.REFUND_NOT_NOW({ state: head.status });
  const plan = await service.planFor(platform, db, head, lines, { waived });
  const asked = totals(lines);
  const also = plan.lines
    .map(({ lineId, quantity }) => ({ lineId, quantity: quantity - (asked.get(lineId) ?? 0) }))
    .filter((piece) => piece.quantity > 0);
  return { amountFen: plan.amountFen, freightFen: plan.freightFen, keptFen: plan.keptFen, terms: plan.terms, also };
}

const one = <T>([first]: T[]): T => {
  if (!first) throw api.aftersalesRefusals.REFUND_NOT_FOUND();
  return first;
};

function shopperRoutes(platform: Platform): void {
  const { http } = platform;
  http.read(api.previewRefund, async ({ actor, params, body, db }) => {
    await ownOrder(db, actor, params.id);
    return preview(platform, db, actor.tenantId, params.id, body);
  });
  http.change(api.requestRefund, async ({ actor, params, body, tx }) => {
    const row = await service.openCase(
      platform,
      tx,
      actor,
      params.id,
      body,
      (head) => head.customer_id === actor.customerId,
    );
    return one(await summaries(tx, actor.tenantId, [row]));
  });
  http.change(api.withdrawRefund, async ({ actor, params, tx }) => {
    const row = await store.caseRow(tx, actor.tenantId, params.id);
    if (row?.customer_id !== actor.customerId) throw api.aftersalesRefusals.REFUND_NOT_FOUND();
    return one(
      await summaries(tx, actor.tenantId, [await service.dropCase(platform, tx, actor, params.id, 'withdrawn', null)]),
    );
  });
  http.read(api.listRefunds, ({ actor, query, db }) =>
    casesPage(db, actor.tenantId, { ...query, customerId: actor.customerId }, (rows) =>
      ownRefunds(db, actor.tenantId, rows),
    ),
  );
}

async function casesPage<V extends { id: string }>(
  db: Db,
  tenantId: number,
  ask: store.CaseAsk,
  viewsOf: (rows: store.CaseRow[]) => Promise<V[]>,
) {
  const rows = await store.caseRows(db, tenantId, ask);
  const views = await viewsOf(rows.slice(0, ask.limit));
  return pageOf(rows, ask.limit, (r) => one(views.filter((v) => v.id === r.id)));
}

function adminRoutes(platform: Platform): void {
  const { http } = platform;
  const shown = async (db: Db, tenantId: number, row: store.CaseRow) =>
    one(await adminRefunds(platform, db, tenantId, [row]));
  http.read(api.listAdminRefunds, ({ actor, query, db }) =>
    casesPage(db, actor.tenantId, query, (rows) => adminRefunds(platform, db, actor.tenantId, rows)),
  );
  http.read(api.previewAdminRefund, ({ actor, params, body, db }) =>
    preview(platform, db, actor.tenantId, params.id, body),
  );
  http.change(api.refundOrder, async ({ actor, params, body, tx }) => {
    const row = await service.openCase(platform, tx, actor, params.id, body, () => true);
    return shown(tx, actor.tenantId, await service.approveCase(platform, tx, actor, row.id));
  });
  http.change(api.approveRefund, async ({ actor, params, tx }) =>
    shown(tx, actor.tenantId, await service.approveCase(platform, tx, actor, params.id)),
  );
  http.change(api.rejectRefund, async ({ actor, params, body, tx }) =>
    shown(tx, actor.tenantId, await service.dropCase(platform, tx, actor, params.id, 'rejected', body.reason)),
  );
  http.change(api.retryRefund, async ({ actor, params, tx }) =>
    shown(tx, actor.tenantId, await service.retryCase(tx, actor, params.id)),
  );
  const { secrets } = platform;
  http.change(api.sendRefundToCard, async ({ actor, params, body, tx }) =>
    shown(tx, actor.tenantId, await service.redirectCase(tx, secrets, actor, params.id, { to: 'card', ...body }, null)),
  );
  http.change(api.takeRefundBack, async ({ actor, params, body, tx }) =>
    shown(tx, actor.tenantId, await service.redirectCase(tx, secrets, actor, params.id, { to: 'merchant' }, body)),
  );
  http.change(api.payRefundByHand, async ({ actor, params, body, tx }) =>
    shown(tx, actor.tenantId, await service.payCaseByHand(tx, actor, params.id, body)),
  );
}

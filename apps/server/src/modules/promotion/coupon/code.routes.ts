import { derivedId } from '../../../kernel/ids.ts';
import { pageOf } from '../../../kernel/page.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Db } from '../../../platform/db/index.ts';
import { readKey } from '../../../platform/http/index.ts';
import { type Balance, balances } from '../../../platform/ledger/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import * as api from './code.api.ts';
import { normalCode } from './code.rules.ts';
import * as service from './code.service.ts';
import * as store from './code.store.ts';
import { makeBatch } from './code.work.ts';
import { couponRefusals } from './coupon.api.ts';
import { accounts } from './coupon.rules.ts';
import { couponRow } from './coupon.store.ts';
import { heldView } from './coupon.views.ts';
import { causedId, issuing } from './issuing.service.ts';

const batchView = (row: store.BatchRow, found: ReadonlyMap<string, Balance>): api.CodeBatch => ({
  id: row.id,
  kind: row.kind,
  state: row.status,
  code: row.code,
  wanted: row.wanted,
  made: row.made,
  redeemed: found.get(accounts.redeemed(row.id))?.balance ?? 0,
  createdAt: row.created_at.toISOString(),
});

async function view(db: Db, tenantId: number, id: string): Promise<api.CodeBatch> {
  const row = await store.batchRow(db, tenantId, id);
  if (!row) throw common.NOT_FOUND();
  return batchView(row, await balances(db, tenantId, [accounts.redeemed(id)]));
}

export function codeRoutes(platform: Platform): void {
  const { http, ledger, jobs } = platform;
  jobs.on(service.makeCodes, ({ tenantId, data, signal }) => makeBatch(platform, tenantId, data.batchId, signal), {
    lane: 'rest',
  });
  http.read(api.listCodeBatches, async ({ actor: { tenantId }, params: { id }, query, db }) => {
    const rows = await store.batchPage(db, tenantId, id, query);
    if (rows.length === 0 && !(await couponRow(db, tenantId, id))) throw couponRefusals.COUPON_NOT_FOUND();
    const found = await balances(
      db,
      tenantId,
      rows.map((row) => accounts.redeemed(row.id)),
    );
    return pageOf(rows, query.limit, (row) => batchView(row, found));
  });
  http.change(api.addCodes, async ({ actor: { tenantId }, params: { id }, body, tx, notes }) => {
    const batchId = await service.addCodes(tx, tenantId, id, body);
    const made = await view(tx, tenantId, batchId);
    // Not the codes themselves: who reads the log could use them.
    Object.assign(notes, { kind: body.kind, codes: made.wanted });
    return made;
  });
  http.change(api.voidCodes, async ({ actor: { tenantId }, params: { id }, tx }) => {
    await service.voidBatch(tx, tenantId, id);
    return view(tx, tenantId, id);
  });
  http.read(api.listCodes, async ({ actor: { tenantId }, query, db }) =>
    pageOf(await store.codePage(db, tenantId, query), query.limit, (row) => ({
      code: row.code,
      state: row.status,
      usedAt: row.used_at?.toISOString() ?? null,
    })),
  );
  http.steps(api.redeemCode, async ({ actor, body, req, db }) => {
    const { tenantId, customerId } = actor;
    const code = normalCode(body.code);
    const row = await store.codeRow(db, tenantId, code);
    if (!row) throw couponRefusals.CODE_UNKNOWN();
    const id = await causedId(db, actor, (owner) => derivedId('coupon-code', tenantId, owner, code, readKey(req)));
    const held = await ledger.submit(issuing, tenantId, {
      ...{ id, couponId: row.coupon_id, customerId, origin: 'code' },
      code: { code, batchId: row.batch_id, isShared: row.is_shared },
    });
    return heldView(held);
  });
}

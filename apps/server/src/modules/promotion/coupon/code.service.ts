import { newId, newReadable } from '../../../kernel/ids.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { jobKind, schedule } from '../../../platform/outbox/index.ts';
import type { AddCodes, BatchKind } from './code.api.ts';
import { MADE_SIGNS, normalCode, readLines, sharedTrouble, takenTroubles } from './code.rules.ts';
import * as store from './code.store.ts';
import { couponRefusals } from './coupon.api.ts';
import type { FieldTrouble } from './coupon.rules.ts';
import { couponRow } from './coupon.store.ts';

export const makeCodes = jobKind<{ batchId: string }>('coupon.make-codes');
const MADE_AT_ONCE = 1000;

function refuse(troubles: readonly FieldTrouble[]): void {
  const [first] = troubles;
  if (first) throw common.BAD_INPUT({ errors: troubles }, first.message);
}

/** Adds a batch of codes and returns its id. Refuses with what is wrong at its field or line; then nothing of it is kept. */
export async function addCodes(tx: Tx, tenantId: number, couponId: string, asked: AddCodes): Promise<string> {
  const coupon = await couponRow(tx, tenantId, couponId);
  if (!coupon) throw couponRefusals.COUPON_NOT_FOUND();
  if (coupon.status === 'draft') throw couponRefusals.CODES_BEFORE_ISSUE();
  if (coupon.rule.access !== 'code') refuse([{ field: 'kind', message: '这张优惠券不是凭兑换码领取的' }]);
  if (asked.kind === 'made') {
    if (asked.count === undefined) refuse([{ field: 'count', message: '请填写要生成多少个' }]);
    const id = await insert(tx, tenantId, { couponId, kind: 'made', wanted: asked.count ?? 0, code: null });
    await schedule(tx, tenantId, makeCodes, { batchId: id });
    return id;
  }
  const isShared = asked.kind === 'shared';
  const shared = normalCode(asked.code ?? '');
  const { codes, troubles } = isShared
    ? { codes: new Map([[shared, 0]]), troubles: sharedTrouble(shared) }
    : readLines(asked.lines ?? []);
  refuse(troubles);
  const batch = { couponId, kind: asked.kind, wanted: codes.size, code: isShared ? shared : null };
  const id = await insert(tx, tenantId, batch);
  const kept = new Set(await store.insertCodes(tx, tenantId, { id, couponId, isShared, from: 0 }, [...codes.keys()]));
  const taken = [...codes.keys()].filter((code) => !kept.has(code));
  if (taken.length > 0)
    refuse(isShared ? [{ field: 'code', message: '本店已经有这个兑换码，请换一个' }] : takenTroubles(codes, taken));
  return id;
}

async function insert(
  tx: Tx,
  tenantId: number,
  batch: { couponId: string; kind: BatchKind; wanted: number; code: string | null },
): Promise<string> {
  const { couponId, kind, wanted, code } = batch;
  const id = newId();
  const standing =
    kind === 'made' ? { status: 'making' as const, made: 0 } : { status: 'ready' as const, made: wanted };
  await store.insertBatch(tx, tenantId, { id, coupon_id: couponId, kind, wanted, code, ...standing });
  return id;
}

/** Makes up to a thousand codes of a batch; returns how many are still to be made. */
export async function makeSome(tx: Tx, tenantId: number, batchId: string): Promise<number> {
  const batch = await store.lockBatch(tx, tenantId, batchId);
  if (batch?.status !== 'making') return 0;
  const wanted = Math.min(MADE_AT_ONCE, batch.wanted - batch.made);
  const drawn = new Set<string>();
  while (drawn.size < wanted) drawn.add(newReadable(MADE_SIGNS));
  const of = { id: batchId, couponId: batch.coupon_id, isShared: false, from: batch.made };
  const made = batch.made + (await store.insertCodes(tx, tenantId, of, [...drawn])).length;
  await store.setMade(tx, tenantId, batchId, made);
  if (made === batch.wanted) await store.turnBatch(tx, tenantId, batchId, 'ready');
  return batch.wanted - made;
}

/** Voids the codes of a batch that are not used. Does nothing for one that is voided. Refuses with NOT_FOUND. */
export async function voidBatch(tx: Tx, tenantId: number, batchId: string): Promise<void> {
  if (!(await store.lockBatch(tx, tenantId, batchId))) throw common.NOT_FOUND();
  if (await store.turnBatch(tx, tenantId, batchId, 'voided')) await store.voidOpen(tx, tenantId, batchId);
}

import { DAY, nowMs, SECOND } from '../../../kernel/clock.ts';
import type { Platform } from '../../../platform/platform.ts';
import { isTold, type NoticeKind, tell } from '../../identity/notice/index.ts';
import { titleOf } from './coupon.rules.ts';
import { endingRows } from './held.store.ts';

export const COUPON_ENDING: NoticeKind = {
  code: 'coupon-ending',
  title: '优惠券到期提醒',
  when: '优惠券到期前一天',
  moments: ['coupon', 'paid'],
  facts: [
    { name: 'name', label: '优惠券名称', kind: 'text' },
    { name: 'gain', label: '优惠内容', kind: 'text' },
    { name: 'until', label: '到期时间', kind: 'time' },
    { name: 'state', label: '优惠券状态（即将到期）', kind: 'word' },
  ],
  search: '优惠券到期提醒',
  tip: '点击查看并使用',
  usefulHours: 24,
};
/** How long before its end a holder is told. */
const BEFORE_MS = DAY;
const TOLD_AT_ONCE = 200;

/** Tells holders whose coupons end within a day. Whoever was told already, or accepted no message, is told nothing: `tell` knows. */
export async function remindHolders({ database }: Platform, tenantId: number, signal: AbortSignal): Promise<void> {
  const db = database.forTenant(tenantId);
  if (!(await isTold(db, tenantId, COUPON_ENDING.code))) return;
  const before = new Date(nowMs() + BEFORE_MS);
  for (let after: { until: Date; id: string } | null = null; !signal.aborted; ) {
    const rows = await endingRows(db, tenantId, { before, after, limit: TOLD_AT_ONCE });
    for (const row of rows)
      await database.inTx(tenantId, (tx) =>
        tell(tx, tenantId, {
          kind: COUPON_ENDING,
          customerId: row.customer_id,
          // A coupon that came back and ends anew is told of anew.
          subject: `${row.id}/${row.usable_until.toISOString()}`,
          page: 'trade/mycoupons',
          facts: {
            name: row.name,
            gain: titleOf(row.rule),
            until: new Date(row.usable_until.getTime() - SECOND),
            state: '即将到期',
          },
          usefulUntil: row.usable_until,
        }),
      );
    const last = rows.at(-1);
    if (!last || rows.length < TOLD_AT_ONCE) return;
    after = { until: last.usable_until, id: last.id };
  }
}

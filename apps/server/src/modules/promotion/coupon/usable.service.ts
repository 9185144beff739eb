import { type Db, together } from '../../../platform/db/index.ts';
import { memoryOf } from '../../../platform/memory/index.ts';
import { perPlatform } from '../../../platform/platform.ts';
import { hasIssued, versionRules } from './coupon.store.ts';
import { usableRows } from './held.store.ts';
import { type CouponTerms, type OwnCoupon, termsOf } from './price-rule.ts';

/** What changes whenever a coupon, not one that a shopper holds, does. */
const COUPON = 'coupon';

/**
 * The coupons that shoppers can use now or later, by shopper. Rules of versions stay in memory until a coupon changes; so does whether
 * the shop ever issued one, because most shops would else look for what nobody holds, for every price.
 */
export const usableCoupons = perPlatform((platform) => {
  const memory = memoryOf(platform);
  const issued = memory.answers<boolean>({ kind: COUPON, name: 'coupon-issued', bytesOf: () => 8 });
  const kept = memory.answers<CouponTerms>({
    kind: COUPON,
    name: 'coupon-terms',
    // Ids stand in the rule and in the sets that its matcher looks at.
    bytesOf: ({ rule }) => 4 * JSON.stringify(rule).length,
  });

  const rowsOf = async (db: Db, tenantId: number, customerIds: readonly string[]) => {
    const hadNone = issued.guess(tenantId, '') === false;
    const [stamp, rows] = await together(
      issued.stamp(db, tenantId),
      hadNone ? Promise.resolve([]) : usableRows(db, tenantId, customerIds),
    );
    const isKnown = issued.under(stamp, tenantId, '');
    const has = isKnown ?? (await hasIssued(db, tenantId));
    if (isKnown === undefined) issued.keep(stamp, tenantId, '', has);
    return { stamp, rows: has && hadNone ? await usableRows(db, tenantId, customerIds) : rows };
  };

  return async (db: Db, tenantId: number, customerIds: readonly string[]): Promise<Map<string, OwnCoupon[]>> => {
    const own = new Map<string, OwnCoupon[]>();
    if (customerIds.length === 0) return own;
    const { stamp, rows } = await rowsOf(db, tenantId, customerIds);
    const terms = new Map(rows.map((row) => [versionOf(row), kept.under(stamp, tenantId, versionOf(row))]));
    const unknown = rows.filter((row) => !terms.get(versionOf(row)));
    if (unknown.length > 0)
      for (const row of await versionRules(db, tenantId, unknown)) {
        const known = termsOf(row.rule);
        terms.set(versionOf(row), known);
        kept.keep(stamp, tenantId, versionOf(row), known);
      }
    for (const row of rows) {
      const known = terms.get(versionOf(row));
      if (!known) continue;
      const { id, customer_id, coupon_id: couponId, usable_from, usable_until } = row;
      const held = { id, couponId, fromMs: usable_from.getTime(), untilMs: usable_until.getTime(), ...known };
      own.set(customer_id, [...(own.get(customer_id) ?? []), held]);
    }
    return own;
  };
});

const versionOf = (row: { coupon_id: string; version: number }): string => `${row.coupon_id}/${row.version}`;

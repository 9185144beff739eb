import { maskPhone } from '../../../kernel/mask.ts';
import { pageOf } from '../../../kernel/page.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Db } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { phoneOf } from '../region/index.ts';
import { type CustomerRow, customerRow } from './customer.store.ts';
import * as api from './desk.api.ts';
import { customerOrders } from './desk.slots.ts';
import * as store from './desk.store.ts';
import { phonePlace } from './identity.service.ts';

const NOTHING = { orders: 0, paidFen: 0, lastPaidAt: null };

/** Customers as staff see them: masked phones, and what they have bought. */
export function registerDesk({ http, secrets, slots }: Platform): void {
  const viewer = async (db: Db, tenantId: number, rows: CustomerRow[]) => {
    const bought = await slots.one(customerOrders)(
      db,
      tenantId,
      rows.map(({ id }) => id),
    );
    return (row: CustomerRow) => {
      const { orders, paidFen, lastPaidAt } = bought.get(row.id) ?? NOTHING;
      return {
        id: row.id,
        nickname: row.nickname,
        avatar: row.avatar,
        phone: row.phone && maskPhone(secrets.open(phonePlace(tenantId, row.id), row.phone)),
        createdAt: row.created_at.toISOString(),
        seenAt: row.seen_at.toISOString(),
        orders,
        paidFen,
        lastPaidAt: lastPaidAt?.toISOString() ?? null,
        level: row.level,
      };
    };
  };
  http.read(api.listAdminCustomers, async ({ actor: { tenantId }, query, db }) => {
    const { name, phone, ...ask } = query;
    if (name) {
      const rows = await store.customersNamed(db, tenantId, name.trim(), ask.limit);
      return { items: rows.map(await viewer(db, tenantId, rows)), next: null };
    }
    const number = phone && phoneOf(phone);
    if (phone && !number) return { items: [], next: null };
    const phoneMark = number ? secrets.mark(tenantId, 'phone', number) : undefined;
    const rows = await store.customersBy(db, tenantId, { ...ask, phoneMark });
    return pageOf(rows, ask.limit, await viewer(db, tenantId, rows));
  });
  http.read(api.getAdminCustomer, async ({ actor: { tenantId }, params, db }) => {
    const row = await customerRow(db, tenantId, params.id);
    if (!row) throw common.NOT_FOUND();
    return (await viewer(db, tenantId, [row]))(row);
  });
}

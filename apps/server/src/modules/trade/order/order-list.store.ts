import { type ExpressionBuilder, expressionBuilder, type SqlBool, sql } from 'kysely';
import { now } from '../../../kernel/clock.ts';
import type { DB } from '../../../platform/db/generated.ts';
import { type Db, type Keyed, type Keyset, keyset, type PageAsk, unguessed } from '../../../platform/db/index.ts';
import { ORDER_STATES, type OrderSort, type OrderState } from './order.api.ts';
import { type HeadRow, headsByIds } from './order.store.ts';

export interface OrderAsk extends PageAsk {
  customerId?: string;
  state?: OrderState;
  /** Only those that are late to leave. */
  late?: boolean;
  number?: string;
  id?: string;
  receiverMark?: string;
  from?: Date;
  to?: Date;
  minFen?: number;
  maxFen?: number;
  sort?: OrderSort;
}
const ORDERS = {
  'created-down': keyset('desc', ['created_at', 'time'], ['id', 'uuid']),
  'created-up': keyset('asc', ['created_at', 'time'], ['id', 'uuid']),
  'total-down': keyset('desc', ['total_fen', 'number'], ['id', 'uuid']),
  'total-up': keyset('asc', ['total_fen', 'number'], ['id', 'uuid']),
};

/** Orders, newest first or as `sort` says, one more than `limit`. */
export async function headRows(db: Db, tenantId: number, ask: OrderAsk): Promise<(HeadRow & Keyed)[]> {
  const { sort = 'created-down' } = ask;
  if (sort.startsWith('total') && !ask.customerId) return byTotal(db, tenantId, ask, ORDERS[sort]);
  const query = db
    .selectFrom('order_head')
    .selectAll()
    .where((eb) => eb.and(conditions(eb, tenantId, ask)));
  return ORDERS[sort].page(query, ask).execute();
}

/** Sums lie in the index state by state. */
async function byTotal(db: Db, tenantId: number, ask: OrderAsk, order: Keyset): Promise<(HeadRow & Keyed)[]> {
  const { state, ...others } = ask;
  const where = expressionBuilder<DB, 'order_head'>();
  const runs = {
    table: 'order_head',
    column: 'status',
    type: 'text',
    values: state ? [state] : ORDER_STATES,
    where: sql<SqlBool>`${where.and(conditions(where, tenantId, others))}`,
  } as const;
  const { rows } = await order.merged(runs, ask).execute(db);
  const heads = await headsByIds(
    db,
    tenantId,
    rows.map(({ id }) => id),
  );
  return rows.flatMap(({ id, cursor_key }) => {
    const head = heads.get(id);
    return head ? [{ ...head, cursor_key }] : [];
  });
}

function conditions(eb: ExpressionBuilder<DB, 'order_head'>, tenantId: number, ask: OrderAsk) {
  const all = [eb('tenant_id', '=', tenantId)];
  if (ask.customerId) all.push(eb('customer_id', '=', unguessed(ask.customerId, 'uuid')));
  if (ask.state) all.push(eb('status', '=', unguessed(ask.state, 'text')));
  if (ask.late) all.push(eb('status', '=', 'paid'), eb('ship_by', '<', now()));
  if (ask.number) all.push(eb('number', '=', ask.number));
  if (ask.id) all.push(eb('id', '=', ask.id));
  if (ask.receiverMark) all.push(eb('receiver_mark', '=', ask.receiverMark));
  if (ask.from) all.push(eb('created_at', '>=', ask.from));
  if (ask.to) all.push(eb('created_at', '<', ask.to));
  if (ask.minFen !== undefined) all.push(eb('total_fen', '>=', ask.minFen));
  if (ask.maxFen !== undefined) all.push(eb('total_fen', '<=', ask.maxFen));
  return all;
}

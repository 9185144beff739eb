import type { Shopper } from '../../../kernel/actor.ts';
import { nowMs } from '../../../kernel/clock.ts';
import type { Operation } from '../../../kernel/operation.ts';
import { common } from '../../../kernel/refusal.ts';
import { type Http, JsonText } from '../../../platform/http/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { belongings, unfinished } from './customer.slots.ts';
import { lockCustomer } from './customer.store.ts';
import type { EndedSessions } from './ended-sessions.ts';
import * as api from './own-data.api.ts';
import { eraseCustomer } from './own-data.store.ts';
import { endedOf } from './session.store.ts';

/** A shopper's rights over their own data: a copy of it, and its end. */
export function registerOwnData(platform: Platform, ended: EndedSessions): void {
  const { http, slots } = platform;
  http.read(api.getOwnData, async ({ actor }) => {
    const parts = [];
    for (const reading of readingsOf(http))
      parts.push({
        operation: reading.operation.operationId,
        about: reading.operation.summary,
        answer: await wholeAnswer(http, actor, reading),
      });
    return new JsonText(JSON.stringify({ madeAt: new Date(nowMs()).toISOString(), parts }));
  });
  http.change(api.deleteMe, {
    change: async ({ actor: { tenantId, customerId }, tx }) => {
      if (!(await lockCustomer(tx, tenantId, customerId))) throw common.UNAUTHENTICATED();
      for (const look of slots.all(unfinished)) {
        const sentence = await look(tx, tenantId, customerId);
        if (sentence) throw api.ownDataRefusals.LEAVING_UNFINISHED({}, sentence);
      }
      for (const owned of slots.all(belongings)) await owned.erase?.(tx, tenantId, customerId);
      await eraseCustomer(tx, tenantId, customerId);
    },
    after: async ({ actor: { tenantId, customerId }, db }) => {
      for (const id of await endedOf(db, tenantId, customerId)) ended.add(tenantId, id);
      return undefined;
    },
  });
}

interface Reading {
  operation: Operation;
  /** With what it is asked, so that all its answers together are everything. */
  queries: object[];
  /** Shows one item of the list. */
  detail: Operation | undefined;
}

/**
 * What shoppers may read of themselves: whatever a module shows to a signed-in shopper, so that a new one is in the copy by itself. A list
 * that is told apart by a tab is asked for each.
 */
function readingsOf(http: Http): Reading[] {
  const own = http.operations.filter(
    (op) => op.audience === 'shopper' && op.method === 'GET' && http.isRead(op) && op !== api.getOwnData,
  );
  return own
    .filter((op) => !op.params)
    .map((operation) => ({
      operation,
      queries: queriesOf(operation),
      detail: own.find(({ url }) => url === `${operation.url}/:id`),
    }));
}

interface QuerySchema {
  properties?: Record<string, { enum?: string[] }>;
  required?: string[];
}
const schemaOf = ({ query = {} }: Operation): QuerySchema => query as QuerySchema;

function queriesOf(operation: Operation): object[] {
  const { properties = {}, required = [] } = schemaOf(operation);
  const paged = 'cursor' in properties ? { limit: PAGE } : {};
  const [tab, ...others] = required;
  if (!tab) return [paged];
  const values = properties[tab]?.enum;
  if (!values || others.length > 0)
    throw new Error(`${operation.operationId} asks for ${required.join(', ')}: the copy does not know with what`);
  return values.map((value) => ({ ...paged, [tab]: value }));
}

/** As many of a list's items as a copy has: nobody has more, and one request must come to its end. */
const MOST_ITEMS = 2000;
const PAGE = 100;

interface Page {
  items: { id?: string }[];
  next?: string | null;
}

async function wholeAnswer(http: Http, actor: Shopper, { operation, queries, detail }: Reading): Promise<unknown> {
  const items: unknown[] = [];
  for (const query of queries) {
    const first = await answered(http, actor, operation, query);
    if (!isPage(first)) return first;
    for (let page: Page = first; ; ) {
      for (const item of page.items)
        items.push(detail && item.id ? await answered(http, actor, detail, {}, { id: item.id }) : item);
      if (!page.next || items.length >= MOST_ITEMS) break;
      page = (await answered(http, actor, operation, { ...query, cursor: page.next })) as Page;
    }
  }
  return { items };
}

const isPage = (answer: unknown): answer is Page => Array.isArray((answer as Page | null)?.items);

async function answered(http: Http, actor: Shopper, op: Operation, query: object, params?: object): Promise<unknown> {
  const answer = await http.answer(op as Operation & { audience: 'shopper' }, actor, query, params);
  return answer instanceof JsonText ? JSON.parse(answer.text.toString()) : answer;
}

import { DAY, nowMs } from '../../../kernel/clock.ts';
import { common } from '../../../kernel/refusal.ts';
import type { Db } from '../../../platform/db/index.ts';
import { schedule } from '../../../platform/outbox/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { belongings, customerNames, newcomer, unfinished } from '../../identity/customer/index.ts';
import { purses } from '../pricing/index.ts';
import * as api from './purse.api.ts';
import { unspent } from './purse.rules.ts';
import * as service from './purse.service.ts';
import * as store from './purse.store.ts';

export const purse: Module = { name: 'trade/purse', register };

/** Unpaid orders of who was joined have closed by then: at most a day. */
const JOINED_AFTER_MS = [0, 2 * DAY];

function register(platform: Platform): void {
  const { slots, jobs, database } = platform;
  slots.fill(purses, service.customersPurse);
  slots.fill(belongings, {
    tables: [],
    move: async (tx, { tenantId, from, into }) => {
      for (const [nth, afterMs] of JOINED_AFTER_MS.entries())
        await schedule(
          tx,
          tenantId,
          service.joinPurses,
          { from, into, nth },
          { runAt: new Date(nowMs() + afterMs), key: `purse-join/${from}/${nth}` },
        );
    },
    erase: service.emptyPockets,
  });
  slots.fill(unfinished, async (db, tenantId, customerId) =>
    unspent(await service.pocketsOf(db, tenantId, customerId)),
  );
  slots.fill(newcomer, (tx, tenantId, customerId) =>
    schedule(tx, tenantId, service.welcome, { customerId }, { key: `welcome/${customerId}` }),
  );
  jobs.on(service.welcome, ({ tenantId, data }) =>
    database.inTx(tenantId, (tx) => service.greet(tx, tenantId, data.customerId)),
  );
  jobs.on(service.joinPurses, ({ tenantId, data }) =>
    database.inTx(tenantId, (tx) => service.joinPockets(tx, tenantId, data)),
  );
  shopperRoutes(platform);
  adminRoutes(platform);
}

function shopperRoutes({ http }: Platform): void {
  http.read(api.getPurses, async ({ actor: { tenantId, customerId }, db }) => ({
    pockets: await service.pocketsOf(db, tenantId, customerId),
  }));
  http.read(api.listPurseEntries, ({ actor: { tenantId, customerId }, params, query, db }) =>
    service.entriesOf(db, tenantId, customerId, params.source, query),
  );
}

function adminRoutes(platform: Platform): void {
  const { http } = platform;
  const mustBeThere = async (db: Db, tenantId: number, id: string) => {
    if (!(await customerNames(platform, db, tenantId, [id])).has(id)) throw common.NOT_FOUND();
  };
  http.read(api.getCustomerPurses, async ({ actor: { tenantId }, params: { id }, db }) => {
    await mustBeThere(db, tenantId, id);
    return { pockets: await service.pocketsOf(db, tenantId, id) };
  });
  http.read(api.listCustomerPurseEntries, async ({ actor: { tenantId }, params: { id, source }, query, db }) => {
    // A wrong cursor is refused first: it is wrong for any customer.
    const page = await service.entriesOf(db, tenantId, id, source, query);
    if (page.items.length === 0) await mustBeThere(db, tenantId, id);
    return page;
  });
  http.change(api.changePurse, async ({ actor: { tenantId }, params: { id, source }, body, tx }) => {
    await mustBeThere(tx, tenantId, id);
    await service.changePocket(tx, tenantId, id, { source, ...body });
    const pocket = (await service.pocketsOf(tx, tenantId, id)).find((p) => p.source === source);
    if (!pocket) throw common.NOT_FOUND();
    return pocket;
  });
  http.read(api.getPurseSettings, ({ actor: { tenantId }, db }) => store.settingsOf(db, tenantId));
  http.change(api.putPurseSettings, async ({ actor: { tenantId }, body, tx }) => {
    await store.putSettings(tx, tenantId, body);
    return body;
  });
}

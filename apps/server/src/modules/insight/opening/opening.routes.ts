import type { Db } from '../../../platform/db/index.ts';
import { jobKind, schedule } from '../../../platform/outbox/index.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { clearDemoOf } from './demo.work.ts';
import * as api from './opening.api.ts';
import { tasksOf } from './opening.facts.ts';
import * as store from './opening.store.ts';

/** From an empty server, or the demo, to a shop that sells: what is still missing, and the demo taken away. */
export const opening: Module = { name: 'insight/opening', register };

const clear = jobKind<Record<string, never>>('opening.clear-demo');

function register(platform: Platform): void {
  const { http, jobs } = platform;
  const list = async (db: Db, tenantId: number) => {
    const [row, demo] = [await store.openingRow(db, tenantId), await store.demoItems(db, tenantId)];
    const { goods, category, coupon, campaign } = demo;
    const left = Object.values(demo).some((items) => items.length > 0);
    return {
      tasks: await tasksOf(platform, db, tenantId, demo),
      dismissed: Boolean(row?.dismissed_at),
      demo: left
        ? {
            state: row?.clearing_at ? ('clearing' as const) : ('there' as const),
            goods: goods.length,
            categories: category.length,
            coupons: coupon.length,
            campaigns: campaign.length,
          }
        : null,
    };
  };
  http.read(api.getChecklist, ({ actor: { tenantId }, db }) => list(db, tenantId));
  http.change(api.dismissChecklist, {
    change: ({ actor: { tenantId }, tx }) => store.noteTime(tx, tenantId, 'dismissed_at'),
    after: ({ actor: { tenantId }, db }) => list(db, tenantId),
  });
  http.change(api.clearDemo, {
    change: async ({ actor: { tenantId }, tx }) => {
      if (await store.noteTime(tx, tenantId, 'clearing_at')) await schedule(tx, tenantId, clear, {});
    },
    after: ({ actor: { tenantId }, db }) => list(db, tenantId),
  });
  jobs.on(clear, ({ tenantId, signal }) => clearDemoOf(platform, tenantId, signal), { lane: 'rest' });
}

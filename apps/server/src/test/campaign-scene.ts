import { DAY, nowMs } from '../kernel/clock.ts';
import { EVERYTHING } from './coupon-scene.ts';
import type { StartedApp } from './open-app.ts';

/** A limited-time discount for the whole shop, to be published: it began a day ago and lasts one more. */
export const someCampaign = () => ({
  kind: 'discount',
  name: '限时折扣',
  startsAt: new Date(nowMs() - DAY).toISOString(),
  endsAt: new Date(nowMs() + DAY).toISOString(),
  weekly: null,
  scope: EVERYTHING,
  excludes: [],
  discount: { way: 'percent', payPercent: 95, offFen: null, prices: [], quota: 100, perPerson: 10, returns: true },
  publish: true,
});

export async function publishedCampaign(app: StartedApp): Promise<string> {
  const { status, body } = await (await app.given.owner()).post('/admin/campaigns', someCampaign());
  if (status !== 201) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body.id;
}

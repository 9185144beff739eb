import type { FreightCharge, FreightTerms } from '../modules/trade/freight/freight.api.ts';
import type { StartedApp } from './app.ts';

export const someCharge = (over: Partial<FreightCharge> = {}): FreightCharge => ({
  isFree: false,
  firstUnits: 1,
  firstFen: 1000,
  moreUnits: 1,
  moreFen: 200,
  freeFromFen: null,
  freeFromPieces: null,
  freeNeedsBoth: false,
  ...over,
});
/** By pieces, the same everywhere. */
export const someTerms = (rest: Partial<FreightCharge> = {}, over: Partial<FreightTerms> = {}): FreightTerms => ({
  by: 'piece',
  rest: someCharge(rest),
  zones: [],
  surcharges: [],
  unsent: null,
  ...over,
});

let made = 0;
/** A template of the shop; its id. */
export async function freightTemplate(app: StartedApp, terms = someTerms()): Promise<string> {
  const owner = await app.given.owner();
  const { body } = await owner.post('/admin/freight/templates', { name: `模板 ${++made}`, terms });
  return body.id;
}

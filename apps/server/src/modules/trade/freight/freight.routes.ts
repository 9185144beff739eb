import type { Actor } from '../../../kernel/actor.ts';
import { yuan } from '../../../kernel/money.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { defaultDelivery } from '../../identity/customer/index.ts';
import { nearestCode, placeName } from '../../identity/region/index.ts';
import { auditTargets } from '../../identity/staff/index.ts';
import { freightRule, type Quote, quoteOf } from '../pricing/index.ts';
import * as api from './freight.api.ts';
import { freightOf, unitsOf, unsentAt } from './freight.rules.ts';
import * as service from './freight.service.ts';
import { templateNames } from './freight.store.ts';
import { templateFreight } from './price-rule.ts';

export const freight: Module = { name: 'trade/freight', register };

function register(platform: Platform): void {
  const { http, slots } = platform;
  slots.fill(freightRule, templateFreight(platform));
  slots.fill(auditTargets, templateNames);
  http.read(api.listFreightTemplates, async ({ actor: { tenantId }, db }) => ({
    items: await service.listTemplates(db, tenantId),
  }));
  http.read(api.getFreightTemplate, ({ actor: { tenantId }, params, db }) =>
    service.oneTemplate(db, tenantId, params.id),
  );
  http.change(api.createFreightTemplate, async ({ actor: { tenantId }, body, tx }) =>
    service.oneTemplate(tx, tenantId, await service.createTemplate(tx, tenantId, body)),
  );
  http.change(api.updateFreightTemplate, async ({ actor: { tenantId }, params, body: { version, ...input }, tx }) => {
    await service.updateTemplate(tx, tenantId, params.id, version, input);
    return service.oneTemplate(tx, tenantId, params.id);
  });
  http.change(api.deleteFreightTemplate, async ({ actor: { tenantId }, params, tx }) => {
    await service.deleteTemplate(tx, tenantId, params.id);
    return undefined;
  });
  http.change(api.putDefaultFreight, async ({ actor: { tenantId }, body, tx }) => {
    await service.makeDefault(tx, tenantId, body.id);
    return { items: await service.listTemplates(tx, tenantId) };
  });
  http.change(api.putFreightGoods, async ({ actor: { tenantId }, body: { id, goodsIds }, tx }) => ({
    changed: await service.sendGoodsBy(tx, tenantId, goodsIds, id),
  }));
  http.read(api.previewFreight, async ({ body }) => preview(body));
  shopperRoute(platform);
}

type Preview = {
  terms: api.FreightTerms;
  regionCode: string | null;
  pieces: number;
  unitsEach: number;
  goodsFen: number;
};
function preview({ terms, regionCode: code, pieces, unitsEach, goodsFen }: Preview) {
  const unsent = unsentAt(terms, code);
  if (unsent) return { unsent, freightFen: null, oneMoreFen: null, words: [] };
  const charged = (quantity: number) => {
    const units = unitsOf({ terms, code }, { quantity, weightGrams: unitsEach, volumeCm3: unitsEach });
    const worth = Math.round((goodsFen / pieces) * quantity);
    return freightOf([{ template: { id: '', name: '本模板', terms }, pieces: quantity, units, goodsFen: worth }], code);
  };
  const now = charged(pieces);
  return { unsent, freightFen: now.fen, oneMoreFen: charged(pieces + 1).fen - now.fen, words: now.words };
}

function shopperRoute(platform: Platform): void {
  const quote = quoteOf(platform);
  platform.http.read(api.getFreight, async ({ actor, query: { skuId, quantity = 1, regionCode }, db }) => {
    const customerId = customerOf(actor);
    const home =
      customerId && !regionCode ? await defaultDelivery(platform.secrets, db, actor.tenantId, customerId) : null;
    const code = regionCode ?? (home && (home.regionCode || nearestCode(home))) ?? undefined;
    const ask = (pieces: number) =>
      quote(actor.tenantId, { customerId, lines: [{ skuId, quantity: pieces }], regionCode: code });
    const [now, more] = await Promise.all([ask(quantity), ask(quantity + 1)]);
    return freightAnswer(now, more, code ? placeName(code) : null);
  });
}

const customerOf = (actor: Actor): string | null => (actor.kind === 'shopper' ? actor.customerId : null);
/** Before what is taken off it. */
const listFreightOf = (quote: Quote): number | null =>
  quote.canOrder ? (quote.parts.find((p) => p.source === 'freight' && p.ref === null)?.fen ?? 0) : null;

function freightAnswer(now: Quote, more: Quote, place: string | null) {
  const line = now.lines[0];
  const unsent = line?.trouble === 'unsent' ? line.troubleText : null;
  const freightFen = listFreightOf(now);
  const withMore = listFreightOf(more);
  const oneMoreFen = freightFen === null || withMore === null ? null : withMore - freightFen;
  return {
    unsent,
    freightFen,
    oneMoreFen,
    words: now.freightWords,
    place,
    text: textOf({ unsent, freightFen, oneMoreFen }),
  };
}

function textOf(answer: { unsent: string | null; freightFen: number | null; oneMoreFen: number | null }): string {
  const { unsent, freightFen, oneMoreFen } = answer;
  if (unsent !== null) return unsent;
  if (freightFen === null) return '以结算页为准';
  const now = freightFen === 0 ? '包邮' : `运费 ${yuan(freightFen)}`;
  if (!oneMoreFen) return now;
  if (freightFen + oneMoreFen === 0) return `${now}，再买 1 件包邮`;
  return `${now}，再买 1 件${oneMoreFen > 0 ? `加 ${yuan(oneMoreFen)}` : `少 ${yuan(-oneMoreFen)}`}`;
}

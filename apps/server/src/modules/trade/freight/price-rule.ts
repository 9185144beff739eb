import type { Db } from '../../../platform/db/index.ts';
import { memoryOf } from '../../../platform/memory/index.ts';
import { perPlatform } from '../../../platform/platform.ts';
import { type FreightAsked, type FreightRule, type FreightTerms, flatFreight } from '../pricing/index.ts';
import type { FreightCharge } from './freight.api.ts';
import { freightOf, type Load, type Template, unitsOf, unsentAt } from './freight.rules.ts';
import { templateRows, termsOf } from './freight.store.ts';

/** The templates of a shop, as prices need them. */
interface Templates {
  byId: ReadonlyMap<string, Template>;
  /** For goods that name none; null: the flat freight of the settings. */
  usual: Template | null;
  bytes: number;
}

const keptTemplates = perPlatform((platform) =>
  memoryOf(platform).answers<Templates>({ kind: 'freight', name: 'freight', bytesOf: ({ bytes }) => bytes }),
);
async function readTemplates(db: Db, tenantId: number): Promise<Templates> {
  const rows = await templateRows(db, tenantId);
  const all = rows.map((row): [string, Template] => [row.id, { id: row.id, name: row.name, terms: termsOf(row) }]);
  const usual = rows.find((row) => row.is_default)?.id;
  const byId = new Map(all);
  return { byId, usual: (usual && byId.get(usual)) || null, bytes: 3 * JSON.stringify(rows).length };
}

/** Freight by templates. They stay in memory until one changes, so a price costs no read more than the stamps. */
export const templateFreight = perPlatform((platform): FreightRule<Templates> => {
  const kept = keptTemplates(platform);
  return {
    async facts(db, tenantId) {
      const stamp = await kept.stamp(db, tenantId);
      const known = kept.under(stamp, tenantId, '');
      if (known) return known;
      const found = await readTemplates(db, tenantId);
      kept.keep(stamp, tenantId, '', found);
      return found;
    },
    terms: termsFor,
  };
});

/** What goods of no template are sent by: the flat freight, as a template that every order pays once. */
function flatTemplate({ baseFen, freeFromFen }: FreightAsked['flat']): Template {
  const rest: FreightCharge = {
    isFree: baseFen === 0 || freeFromFen === 0,
    firstUnits: Number.MAX_SAFE_INTEGER,
    firstFen: baseFen,
    moreUnits: Number.MAX_SAFE_INTEGER,
    moreFen: 0,
    freeFromFen: freeFromFen || null,
    freeFromPieces: null,
    freeNeedsBoth: false,
  };
  return { id: '', name: '统一运费', terms: { by: 'piece', rest, zones: [], surcharges: [], unsent: null } };
}

/** Pure. A shop without templates is charged as the settings say, and no address is looked at. */
function termsFor({ byId, usual }: Templates, { flat, regionCode, skus }: FreightAsked): FreightTerms {
  if (byId.size === 0) return flatFreight(flat);
  const fallback = usual ?? flatTemplate(flat);
  // A template that was removed meanwhile frees nothing: its goods go by the shop's own.
  const templateOf = (skuId: string) => byId.get(skus.get(skuId)?.freightId ?? '') ?? fallback;
  const code = regionCode();
  return {
    unsent: (skuId) => (skus.has(skuId) ? unsentAt(templateOf(skuId).terms, code) : null),
    charge(lines) {
      const loads = new Map<string, Load>();
      for (const { skuId, quantity, fen } of lines) {
        const template = templateOf(skuId);
        const { weightGrams = 0, volumeCm3 = 0 } = skus.get(skuId) ?? {};
        const units = unitsOf({ terms: template.terms, code }, { quantity, weightGrams, volumeCm3 });
        const load = loads.get(template.id) ?? { template, pieces: 0, units: 0, goodsFen: 0 };
        loads.set(template.id, {
          template,
          pieces: load.pieces + quantity,
          units: load.units + units,
          goodsFen: load.goodsFen + fen,
        });
      }
      return freightOf([...loads.values()], code);
    },
  };
}

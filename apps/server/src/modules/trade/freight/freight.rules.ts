import { sumFen, yuan } from '../../../kernel/money.ts';
import type { FreightCharge, FreightTerms, FreightWay } from './freight.api.ts';

/** A template as the price engine needs it. */
export interface Template {
  id: string;
  name: string;
  terms: FreightTerms;
}
/** What is sent by one template: all lines that name it, counted together. */
export interface Load {
  template: Template;
  pieces: number;
  /** Pieces, grams or cm³, as the template counts. */
  units: number;
  /** What these goods cost after discounts, fen. */
  goodsFen: number;
}
export interface Charged {
  fen: number;
  /** Fen of goods that are missing to free freight; 0 when it is free, or when amounts do not free it. */
  gapFen: number;
  /** How it came about, for the shopper. */
  words: string[];
}

/** A region and what it lies in, smallest first: GB/T 2260 says it by its digits. */
const chainOf = (code: string): string[] => [...new Set([code, `${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`])];
/** The entry that names the smallest region around a place; what is not known lies in none. */
function entryFor<T extends { regions: readonly string[] }>(entries: readonly T[], code: string | null): T | null {
  if (code === null) return null;
  for (const region of chainOf(code)) {
    const found = entries.find((e) => e.regions.includes(region));
    if (found) return found;
  }
  return null;
}

/** What a template charges at a place; wherever no zone of its own holds, `rest` does. */
export const chargeAt = ({ zones, rest }: FreightTerms, code: string | null): FreightCharge =>
  entryFor(zones, code) ?? rest;

/** Why a template does not send to a place, for the shopper; null: it does. */
export function unsentAt({ unsent }: FreightTerms, code: string | null): string | null {
  if (!unsent || !entryFor([unsent], code)) return null;
  return unsent.reason || '该商品暂不支持配送到所选地区';
}

/** Whether the conditions for sending for nothing hold. */
function isFree(charge: FreightCharge, { goodsFen, pieces }: Pick<Load, 'goodsFen' | 'pieces'>): boolean {
  if (charge.isFree) return true;
  const { freeFromFen, freeFromPieces, freeNeedsBoth } = charge;
  const isEnoughFen = freeFromFen !== null && goodsFen >= freeFromFen;
  const isEnoughPieces = freeFromPieces !== null && pieces >= freeFromPieces;
  if (freeNeedsBoth && freeFromFen !== null && freeFromPieces !== null) return isEnoughFen && isEnoughPieces;
  return isEnoughFen || isEnoughPieces;
}

const moreFor = ({ moreUnits, moreFen }: FreightCharge, units: number): number =>
  Math.ceil(Math.max(0, units) / moreUnits) * moreFen;
/** What a load costs by itself where it is not free: the first fee, and one more for each step that is begun. */
const aloneFen = (charge: FreightCharge, units: number): number =>
  charge.firstFen + moreFor(charge, units - charge.firstUnits);
/** Beside a load that pays its first fee: every unit as a further one, and never more than by itself. */
const besideFen = (charge: FreightCharge, units: number): number =>
  Math.min(moreFor(charge, units), aloneFen(charge, units));

interface Priced extends Load {
  charge: FreightCharge;
}

/**
 * What an order's loads cost together, sent to one place (null: not known yet, then what holds for most). The rule for several
 * templates: **the highest first fee is charged once; all other goods are charged as further units of their own template**. Loads whose
 * own condition is met are free and charge no first fee. The highest surcharge of a remote region is added once, free or not. Pure.
 */
export function freightOf(loads: readonly Load[], code: string | null): Charged {
  const priced = loads.map((load): Priced => ({ ...load, charge: chargeAt(load.template.terms, code) }));
  const paying = priced.filter((load) => !isFree(load.charge, load));
  const highest = Math.max(0, ...paying.map((load) => load.charge.firstFen));
  const leads = paying.filter((load) => load.charge.firstFen === highest);
  // Of equal first fees the one that leaves the least to pay.
  const lead = leads.reduce<{ load: Priced; savedFen: number; name: string } | null>((best, load) => {
    const savedFen = besideFen(load.charge, load.units) - aloneFen(load.charge, load.units);
    const isBetter = !best || savedFen > best.savedFen || (savedFen === best.savedFen && load.template.id < best.name);
    return isBetter ? { load, savedFen, name: load.template.id } : best;
  }, null)?.load;
  const fenOf = (load: Priced) =>
    load === lead ? aloneFen(load.charge, load.units) : besideFen(load.charge, load.units);
  const surcharge = Math.max(0, ...loads.map(({ template }) => entryFor(template.terms.surcharges, code)?.fen ?? 0));
  const inOrder = [...paying].sort((a, b) =>
    a === lead ? -1 : b === lead ? 1 : a.template.id < b.template.id ? -1 : 1,
  );
  return {
    fen: sumFen([...paying.map(fenOf), surcharge]),
    gapFen: paying.length === 1 && surcharge === 0 && paying[0] ? gapOf(paying[0]) : 0,
    words: [
      ...inOrder.map((load) => `${load.template.name}：${chargeText(load, load === lead, fenOf(load))}`),
      ...(surcharge > 0 ? [`偏远地区附加费 ${yuan(surcharge)}`] : []),
    ],
  };
}

function gapOf({ charge, goodsFen, pieces }: Priced): number {
  const { freeFromFen, freeFromPieces, freeNeedsBoth } = charge;
  if (freeFromFen === null) return 0;
  if (freeNeedsBoth && freeFromPieces !== null && pieces < freeFromPieces) return 0;
  return Math.max(0, freeFromFen - goodsFen);
}

const UNIT_TEXT: Record<FreightWay, (units: number) => string> = {
  piece: (n) => `${n} 件`,
  weight: (grams) => `${grams / 1000} kg`,
  volume: (cm3) => `${cm3 / 1_000_000} m³`,
};
const unitText = (by: FreightWay, units: number): string => UNIT_TEXT[by](units);

function chargeText({ charge, units, template: { terms } }: Priced, isLead: boolean, fen: number): string {
  const counted = `共 ${unitText(terms.by, units)}`;
  if (!isLead) return `${counted}，按续费 ${yuan(fen)}`;
  const first = `首 ${unitText(terms.by, charge.firstUnits)} ${yuan(charge.firstFen)}`;
  const more = moreFor(charge, units - charge.firstUnits);
  return more > 0 ? `${counted}，${first}，续费 ${yuan(more)}` : `${counted}，${first}`;
}

/** What a line counts for. A piece whose weight or volume nobody filled in counts as a whole first fee, so that it is never free. */
export function unitsOf(
  { terms, code }: { terms: FreightTerms; code: string | null },
  { quantity, weightGrams, volumeCm3 }: { quantity: number; weightGrams: number; volumeCm3: number },
): number {
  if (terms.by === 'piece') return quantity;
  const each = terms.by === 'weight' ? weightGrams : volumeCm3;
  return quantity * (each > 0 ? each : chargeAt(terms, code).firstUnits);
}

/** What is wrong with a template, in a sentence; null when nothing is. */
export function termsTrouble({ rest, zones, surcharges, unsent }: FreightTerms): string | null {
  const charges = [rest, ...zones];
  if (charges.some((c) => !c.isFree && c.firstFen === 0)) return '首费为 0 时等于包邮：请明确选择“包邮”，或填写首费';
  const overlapping = repeated(zones.flatMap((z) => z.regions)) ?? repeated(surcharges.flatMap((s) => s.regions));
  if (overlapping) return '同一个地区只能出现在一条规则里';
  const isWhole = unsent && zones.some((z) => z.regions.every((r) => unsent.regions.includes(r)));
  return isWhole ? '不配送的地区不需要再设置运费，请从规则里去掉' : null;
}

function repeated(codes: readonly string[]): string | null {
  const known = new Set<string>();
  for (const code of codes) {
    if (known.has(code)) return code;
    known.add(code);
  }
  return null;
}

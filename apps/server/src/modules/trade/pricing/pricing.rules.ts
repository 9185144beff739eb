import { fen, sumFen } from '../../../kernel/money.ts';
import type { Quote, QuoteLine } from './pricing.api.ts';

/** What pricing looks at: everything was read before, so that the same snapshot always gives the same quote. */
export interface Snapshot {
  lines: SnapshotLine[];
  freight: { baseFen: number; freeFromFen: number };
}
export interface SnapshotLine {
  skuId: string;
  quantity: number;
  /** Null when the SKU is not known any more. */
  sku: { goodsId: string; title: string; specs: string[]; picture: string; priceFen: number; onSale: boolean } | null;
  available: number;
}
type Explanation = Quote['explain'][number];

/**
 * A rule of the pipeline, in its fixed place: activity price, discounts, full reduction, coupon, points, wallet. It takes fen off
 * lines and says why; it never adds.
 */
export interface PriceRule {
  name: string;
  /** Fen to take off each line, in the order of `lines`; none more than the line still costs. */
  apply(draft: DraftLine[], snapshot: Snapshot): { label: string; offFen: number[] } | null;
}
export interface DraftLine {
  skuId: string;
  quantity: number;
  payableFen: number;
}

const TROUBLE_TEXT = {
  gone: '商品已不存在',
  off: '商品已下架',
  'sold-out': '已售罄',
  short: '库存不足',
} as const;
type Trouble = keyof typeof TROUBLE_TEXT;

function troubleOf(line: SnapshotLine): Trouble | null {
  if (!line.sku) return 'gone';
  if (!line.sku.onSale) return 'off';
  if (line.available <= 0) return 'sold-out';
  return line.available < line.quantity ? 'short' : null;
}

function basicLine(line: SnapshotLine): QuoteLine {
  const trouble = troubleOf(line);
  const price = line.sku?.priceFen ?? 0;
  const goodsFen = trouble ? 0 : fen(price * line.quantity);
  return {
    skuId: line.skuId,
    goodsId: line.sku?.goodsId ?? line.skuId,
    title: line.sku?.title ?? '商品已失效',
    specs: line.sku?.specs ?? [],
    picture: line.sku?.picture ?? '',
    unitPriceFen: price,
    quantity: line.quantity,
    goodsFen,
    payableFen: goodsFen,
    explain: trouble ? [] : [{ rule: 'item-price', label: '商品金额', amountFen: goodsFen }],
    trouble,
    troubleText: trouble && (trouble === 'short' ? `库存仅剩 ${line.available} 件` : TROUBLE_TEXT[trouble]),
    available: Math.max(0, line.available),
  };
}

/** Freight for a goods total: flat, free from a threshold (0: always free) and for nothing at all. */
export function freightFor(goodsFen: number, freight: Snapshot['freight']): Explanation {
  const free = goodsFen === 0 || freight.freeFromFen === 0 || goodsFen >= freight.freeFromFen;
  if (free)
    return {
      rule: 'freight',
      label: freight.freeFromFen > 0 ? `运费（满 ${freight.freeFromFen / 100} 元包邮）` : '运费（包邮）',
      amountFen: 0,
    };
  // What one more step would bring is no part of the explanation, which is frozen with the order.
  return { rule: 'freight', label: '运费', amountFen: freight.baseFen };
}

/**
 * Prices a snapshot: item price, then each rule in order, then freight. Lines that cannot be bought cost nothing and say why. All
 * amounts are fen; total = goods − discounts + freight.
 */
export function price(snapshot: Snapshot, rules: readonly PriceRule[] = []): Quote {
  const lines = snapshot.lines.map(basicLine);
  const goodsFen = sumFen(lines.map((l) => l.goodsFen));
  const explain: Explanation[] = [{ rule: 'item-price', label: '商品金额', amountFen: goodsFen }];
  for (const rule of rules) explain.push(...applyRule(rule, lines, snapshot));
  const payableFen = sumFen(lines.map((l) => l.payableFen));
  const freight = freightFor(payableFen, snapshot.freight);
  explain.push(freight);
  const discountFen = goodsFen - payableFen;
  return {
    lines,
    goodsFen,
    freightFen: freight.amountFen,
    freeFreightGapFen: freight.amountFen > 0 ? snapshot.freight.freeFromFen - payableFen : 0,
    discountFen,
    totalFen: goodsFen - discountFen + freight.amountFen,
    explain,
    canOrder: lines.length > 0 && lines.every((l) => l.trouble === null),
  };
}

function applyRule(rule: PriceRule, lines: QuoteLine[], snapshot: Snapshot): Explanation[] {
  const took = rule.apply(
    lines.map(({ skuId, quantity, payableFen }) => ({ skuId, quantity, payableFen })),
    snapshot,
  );
  if (!took) return [];
  let sum = 0;
  for (const [i, line] of lines.entries()) {
    const off = Math.min(Math.max(0, took.offFen[i] ?? 0), line.payableFen);
    if (off === 0) continue;
    line.payableFen -= off;
    line.explain.push({ rule: rule.name, label: took.label, amountFen: -off });
    sum += off;
  }
  return sum > 0 ? [{ rule: rule.name, label: took.label, amountFen: -sum }] : [];
}

import { shareOf, sumFen, yuan } from '../../../kernel/money.ts';
import type { ReturningLine, ReturnTerm } from '../../trade/aftersales/index.ts';
import type { OrderPart } from '../../trade/order/index.ts';
import type { ExtraRule, ReductionRule } from './campaign.api.ts';
import { extra } from './extra.rules.ts';
import { reducedBy, reduction } from './reduction.rules.ts';

/** An order of which pieces go back, as one of its campaigns looks at it. */
export interface CampaignReturn {
  /** Of the campaign. */
  id: string;
  lines: readonly ReturningLine[];
  parts: readonly OrderPart[];
  covers(line: ReturningLine): boolean;
}
/** What the part of a line is of the pieces that stay. */
const staying = (amount: number, { quantity, stays }: ReturningLine): number =>
  amount - shareOf(amount, quantity - stays, quantity);

/** What the pieces of a line that stay cost before these sources took something off, fen. */
function fenBefore(line: ReturningLine, parts: readonly OrderPart[], sources: readonly string[]): number {
  const off = parts.filter((p) => p.lineId === line.id && sources.includes(p.source)).map((p) => p.fen);
  return staying(line.unitFen * line.quantity - sumFen(off), line);
}
/** Sources of what is taken off before a stage: what a campaign of that stage counts is what is left after them. */
const BEFORE_BUNDLE = ['limited-time', 'member'];
const BEFORE_REDUCTION = [...BEFORE_BUNDLE, 'extra', 'pieces', 'bundle'];
const piecesOf = (lines: readonly ReturningLine[]): number => lines.reduce((sum, l) => sum + l.stays, 0);

/** What a campaign with gifts asks for; null: it is still reached, or lets them stay. */
export function extraTerm(rule: ExtraRule, { id, lines, parts, covers }: CampaignReturn): ReturnTerm | null {
  if (rule.broken === 'keep') return null;
  const given = new Set(rule.items.map((item) => item.skuId));
  const counted = lines.filter((line) => !given.has(line.skuId) && covers(line));
  const count =
    rule.by === 'amount' ? sumFen(counted.map((l) => fenBefore(l, parts, BEFORE_BUNDLE))) : piecesOf(counted);
  if (count >= rule.from) return null;
  const gifts = lines.flatMap((line) => {
    const part = parts.find((p) => p.lineId === line.id && p.source === extra.source && p.ref === id);
    return part && line.stays > 0 ? [{ line, part }] : [];
  });
  if (gifts.length === 0) return null;
  const why = `退款后不再满足「${extra.label(rule)}」`;
  const what = rule.items.every((item) => item.priceFen === 0) ? '赠品' : '换购商品';
  if (rule.broken === 'back') {
    const pieces = gifts
      .map(({ line, part }) => ({ lineId: line.id, quantity: Math.min(line.free, staying(part.units, line)) }))
      .filter((piece) => piece.quantity > 0);
    return pieces.length > 0 ? { pieces, keepFen: 0, text: `${why}，${what}一并退回` } : null;
  }
  const keepFen = sumFen(gifts.map(({ line, part }) => staying(part.fen, line)));
  return keepFen > 0 ? { pieces: [], keepFen, text: `${why}，保留${what}将从退款中扣除 ${yuan(keepFen)}` } : null;
}

/** What a reduction asks for: the goods that stay get what they still reach. Null: no less than they had, or it lets them. */
export function reductionTerm(rule: ReductionRule, { id, lines, parts }: CampaignReturn): ReturnTerm | null {
  if (rule.broken === 'keep') return null;
  const kept = lines.flatMap((line) => {
    const part = parts.find((p) => p.lineId === line.id && p.source === reduction.source && p.ref === id);
    return part && line.stays > 0 ? [{ line, part }] : [];
  });
  const sum = sumFen(kept.map(({ line }) => fenBefore(line, parts, BEFORE_REDUCTION)));
  const hadFen = sumFen(kept.map(({ line, part }) => staying(part.fen, line)));
  const keepFen = hadFen - reducedBy(rule, sum, piecesOf(kept.map(({ line }) => line)));
  if (keepFen <= 0) return null;
  const text = `退款后其余商品不再满足「${reduction.label(rule)}」，多减的 ${yuan(keepFen)} 从退款中扣除`;
  return { pieces: [], keepFen, text };
}

import type { Db } from '../../../platform/db/index.ts';
import { type Slots, slot } from '../../../platform/slots.ts';
import { type LineRow, type OrderPart, priceParts } from '../order/index.ts';
import { type CasePiece, type Piece, totals } from './aftersales.rules.ts';

/** A line of an order of which pieces go back, as promotions look at it. */
export interface ReturningLine {
  id: string;
  skuId: string;
  goodsId: string;
  quantity: number;
  /** List price of a piece when it was bought, fen. */
  unitFen: number;
  /** Pieces that stay when these are back too. */
  stays: number;
  /** Of them, those that nobody asked back. */
  free: number;
}
export interface Returning {
  lines: readonly ReturningLine[];
  /** What was taken off the lines when the order was placed. */
  parts: readonly OrderPart[];
}
/** What a promotion asks for because the pieces that stay no longer reach its condition. */
export interface ReturnTerm {
  /** That go back too. */
  pieces: readonly Piece[];
  /** Fen that it keeps of all that is back by then: of what stays alone, whatever was refunded before. */
  keepFen: number;
  /** For the shopper, who reads it before asking. */
  text: string;
}
/** Asked again with the pieces that were added, until none are. */
export const returnTerms = slot<(db: Db, tenantId: number, returning: Returning) => Promise<readonly ReturnTerm[]>>(
  'trade/aftersales: what promotions ask for when pieces go back',
);

export interface Terms {
  /** The pieces that were asked back, and those that go with them. */
  pieces: readonly Piece[];
  keepFen: number;
  texts: string[];
}

/** Gifts that go may break what counted them: so often it is asked again. */
const MOST_ROUNDS = 4;

/** What promotions ask for when these pieces of an order go back beside its other cases. */
export async function termsOf(
  slots: Slots,
  db: Db,
  { tenantId, orderId, rows }: { tenantId: number; orderId: string; rows: readonly LineRow[] },
  asked: readonly Piece[],
  others: readonly CasePiece[],
): Promise<Terms> {
  const ask = slots.all(returnTerms);
  const parts = ask.length > 0 ? await priceParts(db, tenantId, orderId) : [];
  if (parts.length === 0) return { pieces: asked, keepFen: 0, texts: [] };
  const agreed = totals(others.filter((p) => p.agreed));
  const taken = totals(others);
  const texts = new Set<string>();
  let pieces = [...asked];
  for (let round = 0; ; round++) {
    const going = totals(pieces);
    const lines = rows.map((row): ReturningLine => {
      const { id, sku_id: skuId, goods_id: goodsId, quantity, unit_price_fen: unitFen } = row;
      const left = (gone: ReadonlyMap<string, number>) => quantity - (gone.get(id) ?? 0) - (going.get(id) ?? 0);
      return { id, skuId, goodsId, quantity, unitFen, stays: left(agreed), free: left(taken) };
    });
    if (lines.some((line) => line.free < 0)) return { pieces, keepFen: 0, texts: [] };
    const found = (await Promise.all(ask.map((terms) => terms(db, tenantId, { lines, parts })))).flat();
    for (const { text } of found) texts.add(text);
    const more = found.flatMap((term) => term.pieces).filter((piece) => piece.quantity > 0);
    if (more.length === 0 || round === MOST_ROUNDS)
      return { pieces, keepFen: found.reduce((sum, term) => sum + term.keepFen, 0), texts: [...texts] };
    pieces = [...totals([...pieces, ...more])].map(([lineId, quantity]) => ({ lineId, quantity }));
  }
}

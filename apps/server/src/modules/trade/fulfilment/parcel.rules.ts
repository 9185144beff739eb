/** Pieces of a line of an order. */
export interface Pieces {
  lineId: string;
  quantity: number;
}
/** A line as dispatch sees it: `refunded` are pieces that were refunded, are being refunded or are asked back. */
export interface SentLine {
  id: string;
  quantity: number;
  refunded: number;
  shipped: number;
}

/** Pieces that are still to be sent, line by line. */
export const unsentPieces = (lines: readonly SentLine[]): Pieces[] =>
  lines
    .map(({ id, quantity, refunded, shipped }) => ({ lineId: id, quantity: quantity - refunded - shipped }))
    .filter((p) => p.quantity > 0);

/**
 * What goes into a parcel: what was asked for, or all that is left. Null when a line is unknown or has fewer pieces left. `isLast`:
 * nothing is left afterwards.
 */
export function packed(
  lines: readonly SentLine[],
  asked: readonly Pieces[] | undefined,
): { pieces: Pieces[]; isLast: boolean } | null {
  const left = new Map(unsentPieces(lines).map((p) => [p.lineId, p.quantity]));
  const all = [...left.values()].reduce((sum, n) => sum + n, 0);
  if (!asked) return { pieces: unsentPieces(lines), isLast: true };
  const pieces = new Map<string, number>();
  for (const { lineId, quantity } of asked) pieces.set(lineId, (pieces.get(lineId) ?? 0) + quantity);
  for (const [lineId, quantity] of pieces) if (quantity > (left.get(lineId) ?? 0)) return null;
  const packedNow = [...pieces.values()].reduce((sum, n) => sum + n, 0);
  return { pieces: [...pieces].map(([lineId, quantity]) => ({ lineId, quantity })), isLast: packedNow === all };
}

/** A parcel as far as telling WeChat of it goes. */
export interface ToldParcel {
  id: string;
  carrier: string;
  trackingNumber: string;
  /** WeChat has it with another number: the order's one correction. */
  isCorrected: boolean;
}
export interface Telling {
  parcels: readonly ToldParcel[];
  /** Nothing of the order is left to be sent. */
  isComplete: boolean;
  /** What WeChat has: `carrier number` of each parcel, and whether it takes the order for sent. */
  known: ReadonlySet<string>;
  isFinished: boolean;
}
export interface UploadCall {
  isSplit: boolean;
  isAllDelivered: boolean;
  parcels: readonly ToldParcel[];
}
export const nameOf = ({ carrier, trackingNumber }: Pick<ToldParcel, 'carrier' | 'trackingNumber'>): string =>
  `${carrier} ${trackingNumber}`;

/**
 * What WeChat is to be told of an order's parcels, one call after the other. Parts of a split dispatch add up there until all is sent;
 * what is sent once more after that replaces everything, once, so a wrong number of a half-sent order is put right when the rest has
 * left. Told again, nothing is told twice. Source: 小程序发货信息管理服务, delivery_mode and is_all_delivered. Pure.
 */
export function callsFor({ parcels, isComplete, known, isFinished }: Telling): UploadCall[] {
  const last = parcels.at(-1);
  if (!last) return [];
  if (isComplete && parcels.length === 1) return [{ isSplit: false, isAllDelivered: true, parcels }];
  const fresh = parcels.filter((p) => !p.isCorrected && !known.has(nameOf(p)));
  if (!isComplete) return fresh.length > 0 ? [{ isSplit: true, isAllDelivered: false, parcels: fresh }] : [];
  const calls: UploadCall[] = [];
  // What was left may have been refunded: then the last parcel is said again, with the word that it was the last.
  if (!isFinished) calls.push({ isSplit: true, isAllDelivered: true, parcels: fresh.length > 0 ? fresh : [last] });
  const isWrong = parcels.some((p) => p.isCorrected && !known.has(nameOf(p)));
  if (isWrong || (isFinished && fresh.length > 0)) calls.push({ isSplit: true, isAllDelivered: true, parcels });
  return calls;
}

import type { ReplyOf } from '@jishi/api-client';

export type Bundle = NonNullable<ReplyOf<'getCampaignBundle'>['bundle']>;
type Picked = Readonly<Record<string, number>>;

export const piecesIn = (picked: Picked): number => Object.values(picked).reduce((sum, n) => sum + n, 0);

/** The lines of one set: all of a fixed one, else what was picked. */
export const chosenSet = ({ pick, items }: Pick<Bundle, 'pick' | 'items'>, picked: Picked) =>
  items
    .map(({ skuId, quantity }) => ({ skuId, quantity: pick === null ? quantity : (picked[skuId] ?? 0) }))
    .filter((line) => line.quantity > 0);

/** What a set costs, and what its pieces cost one by one, in fen; a choice that is dearer as a set is not made dearer. */
export function priceOfSet(bundle: Pick<Bundle, 'pick' | 'items' | 'priceFen'>, picked: Picked) {
  const lines = chosenSet(bundle, picked);
  const listFen = bundle.items.reduce((sum, item) => {
    const line = lines.find((one) => one.skuId === item.skuId);
    return sum + item.listFen * (line?.quantity ?? 0);
  }, 0);
  const isWhole = bundle.pick === null || piecesIn(picked) >= bundle.pick;
  return { listFen, nowFen: isWhole ? Math.min(listFen, bundle.priceFen) : bundle.priceFen };
}

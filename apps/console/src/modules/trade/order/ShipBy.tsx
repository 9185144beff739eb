import { When } from '../../../parts/When.tsx';
import type { OrderRow } from './order-words.ts';

/** When a paid order must be on its way: said of presales, and of whatever is late. */
export function ShipBy({ order: { presale, shipBy } }: { order: Pick<OrderRow, 'presale' | 'shipBy'> }) {
  if (shipBy === null) return null;
  const late = Date.parse(shipBy) < Date.now();
  if (!late && presale === null) return null;
  return (
    <div className={late ? 'out' : 'quiet'}>
      {late ? '已超时，应在 ' : '预售，'}
      <When at={shipBy} /> 前发货
    </div>
  );
}

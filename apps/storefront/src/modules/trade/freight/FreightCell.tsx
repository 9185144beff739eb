import { useAsk } from '@jishi/api-client/react';
import { getFreight } from '@jishi/api-client/shop';
import { Cell } from '../../../parts/Cell';

/** What it costs to send one piece to where the shopper usually has things sent, or why it is not sent there. */
export function FreightCell({ skuId }: { skuId: string }) {
  const { data } = useAsk(getFreight, { query: { skuId } }, { staleTime: 0 });
  const text = data ? `${data.text}${data.place ? `（至${data.place}）` : ''}` : '';
  return <Cell id="freight" title="运费" value={text} />;
}

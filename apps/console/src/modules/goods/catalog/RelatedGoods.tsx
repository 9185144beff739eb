import { GoodsInput } from '../../promotion/scope/ScopeInput.tsx';

const MOST = 12;
/** Goods found by name, in the order in which they were chosen. */
export const RelatedGoods = ({ value = [], onChange }: { value?: string[]; onChange?: (ids: string[]) => void }) => (
  <GoodsInput label="搭配商品" disabled={false} value={value} onChange={(ids) => onChange?.(ids.slice(0, MOST))} />
);

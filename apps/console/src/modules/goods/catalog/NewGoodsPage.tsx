import { GoodsEditor } from './GoodsEditor.tsx';

/** An empty editor; what was typed earlier and not saved comes back. */
export const NewGoodsPage = () => <GoodsEditor goods={null} reload={() => {}} />;

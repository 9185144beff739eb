import { putFreightGoods } from '@jishi/api-client/admin';
import { useChange } from '@jishi/api-client/react';
import { Button } from 'antd';
import { useState } from 'react';
import { tell, tellProblem } from '../../../parts/ask.ts';
import { useStaff } from '../../../session.tsx';
import { GoodsInput } from '../../promotion/scope/ScopeInput.tsx';
import type { Template } from './freight-form.ts';

/** Has chosen goods sent by a template. */
export function FreightGoods({ template }: { template: Template }) {
  const [goodsIds, setGoodsIds] = useState<string[]>([]);
  const { can } = useStaff();
  const sending = useChange(putFreightGoods, {
    onDone: ({ changed }) => {
      setGoodsIds([]);
      tell(changed > 0 ? `${changed} 件商品改用这个模板` : '这些商品已经在用这个模板');
    },
    onProblem: tellProblem,
  });
  if (!can('goods:write')) return null;
  return (
    <section className="panel" style={{ marginBottom: 16 }}>
      <h2>让商品使用这个模板</h2>
      <div className="freight-goods">
        <GoodsInput label="选择商品" disabled={false} value={goodsIds} onChange={setGoodsIds} />
        <Button
          id="freight-goods-save"
          loading={sending.busy}
          disabled={goodsIds.length === 0}
          onClick={() => void sending.run({ body: { id: template.id, goodsIds } })}
        >
          使用
        </Button>
      </div>
    </section>
  );
}

import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { YuanInput } from '../../../form/YuanInput.tsx';
import css from './BatchBar.module.css';
import { type BatchFill, CODE } from './spec-matrix.ts';

/** Fills one column of all SKUs at once; empty inputs change nothing. */
export function BatchBar({ onFill, hasNew }: { onFill: (fill: BatchFill) => void; hasNew: boolean }) {
  const [fill, setFill] = useState<BatchFill>({});
  const [round, setRound] = useState(0);
  const prefixWrong = Boolean(fill.codePrefix) && !CODE.test(fill.codePrefix ?? '');
  const given = Object.fromEntries(
    Object.entries(fill).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  ) as BatchFill;
  const apply = () => {
    onFill(given);
    setFill({});
    setRound(round + 1);
  };
  return (
    <div className={css.batch} key={round}>
      <span className="quiet">批量填充</span>
      <YuanInput placeholder="售价" aria-label="批量售价" onChange={(priceFen) => setFill({ ...fill, priceFen })} />
      <YuanInput
        placeholder="划线价"
        aria-label="批量划线价"
        onChange={(f) => setFill({ ...fill, marketPriceFen: f })}
      />
      <YuanInput placeholder="成本价" aria-label="批量成本价" onChange={(costFen) => setFill({ ...fill, costFen })} />
      {hasNew && (
        <InputNumber
          placeholder="首次入库"
          aria-label="批量首次入库"
          min={0}
          max={1_000_000}
          precision={0}
          onChange={(firstPieces) => setFill({ ...fill, firstPieces })}
        />
      )}
      <Input
        placeholder="编码前缀"
        aria-label="批量编码前缀"
        maxLength={30}
        {...(prefixWrong && { status: 'error' as const })}
        onChange={(event) => setFill({ ...fill, codePrefix: event.target.value.trim() })}
      />
      <Button disabled={Object.keys(given).length === 0 || prefixWrong} onClick={apply}>
        填充
      </Button>
    </div>
  );
}

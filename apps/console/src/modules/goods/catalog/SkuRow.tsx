import { Input, InputNumber, Tooltip } from 'antd';
import { memo } from 'react';
import { YuanInput } from '../../../form/YuanInput.tsx';
import type { SkuDraft } from './spec-matrix.ts';

interface Props {
  sku: SkuDraft;
  /** Its place in the matrix. */
  at: number;
  canStock: boolean;
  codeTrouble: string | undefined;
  priceTrouble: string | undefined;
  marketTrouble: string | undefined;
  barcodeTrouble: string | undefined;
  put: (at: number, change: Partial<SkuDraft>) => void;
}

const wrong = (trouble: string | undefined) => (trouble ? { status: 'error' as const, title: trouble } : {});

/** One SKU's cells; drawn again only when this SKU changes: a matrix has up to two hundred. */
export const SkuRow = memo(function SkuRow(props: Props) {
  const { sku, at, canStock, codeTrouble, priceTrouble, marketTrouble, barcodeTrouble, put } = props;
  const label = (title: string) => `${sku.specs.join(' ')} ${title}`.trim();
  const money = (title: string, field: 'priceFen' | 'marketPriceFen' | 'costFen', trouble?: string) => (
    <td>
      <YuanInput
        size="small"
        value={sku[field]}
        aria-label={label(title)}
        onChange={(fen) => put(at, { [field]: fen })}
        {...wrong(trouble)}
      />
    </td>
  );
  return (
    <tr>
      {sku.specs.map((value, axis) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a value belongs to the axis at its place
        <th key={axis} scope="row">
          {value}
        </th>
      ))}
      {money('售价', 'priceFen', priceTrouble)}
      {money('划线价', 'marketPriceFen', marketTrouble)}
      {money('成本价', 'costFen')}
      <td>
        <Stock
          sku={sku}
          canStock={canStock}
          label={label('首次入库')}
          onChange={(firstPieces) => put(at, { firstPieces })}
        />
      </td>
      <td>
        <Input
          size="small"
          maxLength={40}
          placeholder="留空自动生成"
          value={sku.code}
          aria-label={label('编码')}
          onChange={(event) => put(at, { code: event.target.value.trim() })}
          {...wrong(codeTrouble)}
        />
      </td>
      <td>
        <Input
          size="small"
          maxLength={13}
          inputMode="numeric"
          value={sku.barcode ?? ''}
          aria-label={label('条码')}
          onChange={(event) => put(at, { barcode: event.target.value.replace(/\s/g, '') || null })}
          {...wrong(barcodeTrouble)}
        />
      </td>
      <td>
        <InputNumber
          size="small"
          min={0}
          max={1_000_000}
          precision={0}
          value={sku.weightGrams}
          aria-label={label('重量')}
          onChange={(grams) => put(at, { weightGrams: grams ?? 0 })}
        />
      </td>
      <td>
        <InputNumber
          size="small"
          min={0}
          max={100_000_000}
          precision={0}
          value={sku.volumeCm3}
          aria-label={label('体积')}
          onChange={(volume) => put(at, { volumeCm3: volume ?? 0 })}
        />
      </td>
    </tr>
  );
});

interface StockProps {
  sku: SkuDraft;
  canStock: boolean;
  label: string;
  onChange: (pieces: number | null) => void;
}
const Stock = ({ sku, canStock, label, onChange }: StockProps) =>
  sku.id === undefined && canStock ? (
    <InputNumber
      size="small"
      min={0}
      max={1_000_000}
      precision={0}
      placeholder="首次入库"
      value={sku.firstPieces}
      aria-label={label}
      onChange={onChange}
    />
  ) : (
    <Tooltip title="已有规格的库存请在库存页调整，每次都有流水">
      <span className="num">{sku.available}</span>
    </Tooltip>
  );

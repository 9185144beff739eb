import { Form, Input, InputNumber, Table, type TableColumnType, Tooltip } from 'antd';
import { NoFormStyle } from 'antd/es/form/context';
import { YuanInput } from '../../../form/YuanInput.tsx';
import { BatchBar } from './BatchBar.tsx';
import { SpecAxes } from './SpecAxes.tsx';
import {
  blankSku,
  combinations,
  filled,
  MAX_SKUS,
  type Matrix,
  type SkuDraft,
  skuTroubles,
  withSpecs,
} from './spec-matrix.ts';

interface Props {
  value?: Matrix;
  onChange?: (matrix: Matrix) => void;
  canStock: boolean;
  id?: string;
}

/** Axes and the table of their SKUs: price, strike price, cost, weight, code, stock. */
export function MatrixEditor({ value = { specs: [], skus: [blankSku([])] }, onChange, canStock, id }: Props) {
  const { status } = Form.Item.useStatus();
  const put = (index: number, change: Partial<SkuDraft>) =>
    onChange?.({ ...value, skus: value.skus.map((sku, at) => (at === index ? { ...sku, ...change } : sku)) });
  const tooMany = (specs: Matrix['specs']) => combinations(specs).length > MAX_SKUS;
  return (
    // The item's red must not reach every input below: each cell tells its own trouble.
    <NoFormStyle override status>
      <div className="matrix" id={id}>
        <SpecAxes
          specs={value.specs}
          onChange={(specs) => {
            if (!tooMany(specs)) onChange?.(withSpecs(value, specs));
          }}
        />
        {value.skus.length > 1 && (
          <BatchBar
            hasNew={canStock && value.skus.some((sku) => sku.id === undefined)}
            onFill={(fill) => onChange?.({ ...value, skus: filled(value.skus, fill) })}
          />
        )}
        <Table<SkuDraft>
          size="small"
          pagination={value.skus.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
          rowKey={(sku) => sku.specs.join('\u0000')}
          columns={columnsOf(value, put, { strict: status === 'error', canStock })}
          dataSource={value.skus}
          scroll={{ x: 'max-content' }}
        />
      </div>
    </NoFormStyle>
  );
}

type Put = (index: number, change: Partial<SkuDraft>) => void;

function columnsOf(matrix: Matrix, put: Put, { strict, canStock }: { strict: boolean; canStock: boolean }) {
  const at = (sku: SkuDraft) => matrix.skus.indexOf(sku);
  const say = (sku: SkuDraft, field: 'code' | 'price' | 'market') => {
    const trouble = skuTroubles(sku, matrix.skus)[field];
    return strict && trouble ? { status: 'error' as const, title: trouble } : {};
  };
  const money = (title: string, field: 'priceFen' | 'marketPriceFen' | 'costFen', check?: 'price' | 'market') => ({
    key: field,
    title,
    width: 108,
    render: (_: unknown, sku: SkuDraft) => (
      <YuanInput
        size="small"
        value={sku[field]}
        aria-label={`${sku.specs.join(' ')} ${title}`}
        onChange={(fen) => put(at(sku), { [field]: fen })}
        {...(check && say(sku, check))}
      />
    ),
  });
  const axes: Array<TableColumnType<SkuDraft>> = matrix.specs.map((axis, index) => ({
    key: `axis-${index}`,
    title: axis.name,
    render: (_, sku) => sku.specs[index],
  }));
  return [
    ...axes,
    money('售价', 'priceFen', 'price'),
    money('划线价', 'marketPriceFen', 'market'),
    money('成本价', 'costFen'),
    stockColumn(put, at, canStock),
    {
      key: 'code',
      title: '编码',
      width: 136,
      render: (_: unknown, sku: SkuDraft) => (
        <Input
          size="small"
          maxLength={40}
          placeholder="留空自动生成"
          value={sku.code}
          aria-label={`${sku.specs.join(' ')} 编码`}
          onChange={(event) => put(at(sku), { code: event.target.value.trim() })}
          {...say(sku, 'code')}
        />
      ),
    },
    weightColumn(put, at),
  ];
}

const weightColumn = (put: Put, at: (sku: SkuDraft) => number): TableColumnType<SkuDraft> => ({
  key: 'weight',
  title: '重量（克）',
  width: 84,
  render: (_, sku) => (
    <InputNumber
      size="small"
      min={0}
      max={1_000_000}
      precision={0}
      style={{ width: '100%' }}
      value={sku.weightGrams}
      aria-label={`${sku.specs.join(' ')} 重量`}
      onChange={(grams) => put(at(sku), { weightGrams: grams ?? 0 })}
    />
  ),
});

const stockColumn = (put: Put, at: (sku: SkuDraft) => number, canStock: boolean): TableColumnType<SkuDraft> => ({
  key: 'stock',
  title: '库存',
  width: 92,
  render: (_, sku) =>
    sku.id === undefined && canStock ? (
      <InputNumber
        size="small"
        min={0}
        max={1_000_000}
        precision={0}
        placeholder="首次入库"
        style={{ width: '100%' }}
        value={sku.firstPieces}
        aria-label={`${sku.specs.join(' ')} 首次入库`}
        onChange={(pieces) => put(at(sku), { firstPieces: pieces })}
      />
    ) : (
      <Tooltip title="已有规格的库存请在库存页调整，每次都有流水">
        <span className="num">{sku.available}</span>
      </Tooltip>
    ),
});

import { Form, Pagination } from 'antd';
import { NoFormStyle } from 'antd/es/form/context';
import { memo, useCallback, useRef, useState } from 'react';
import { BatchBar } from './BatchBar.tsx';
import css from './matrix.module.css';
import { SkuRow } from './SkuRow.tsx';
import { SpecAxes } from './SpecAxes.tsx';
import { SpecPictures } from './SpecPictures.tsx';
import {
  blankSku,
  combinations,
  filled,
  MAX_SKUS,
  type Matrix,
  repeatedCodes,
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

const PAGE = 50;
const EMPTY: Matrix = { specs: [], skus: [blankSku([])] };
const Axes = memo(SpecAxes);
const Pictures = memo(SpecPictures);
const Batch = memo(BatchBar);

/** Axes, pictures of the first of them, and the table of the SKUs: price, strike price, cost, weight, code, stock. */
export function MatrixEditor({ value = EMPTY, onChange, canStock, id }: Props) {
  const { status } = Form.Item.useStatus();
  const change = useChanger(value, onChange);
  const putSpecs = useCallback(
    (specs: Matrix['specs']) =>
      change((matrix) => (combinations(specs).length > MAX_SKUS ? matrix : withSpecs(matrix, specs))),
    [change],
  );
  const putSkus = useCallback(
    (next: (skus: SkuDraft[]) => SkuDraft[]) => change((matrix) => ({ ...matrix, skus: next(matrix.skus) })),
    [change],
  );
  const fill = useCallback((given: Parameters<typeof filled>[1]) => putSkus((skus) => filled(skus, given)), [putSkus]);
  return (
    // The item's red must not reach every input below: each cell tells its own trouble.
    <NoFormStyle override status>
      <div className="matrix" id={id}>
        <Axes specs={value.specs} onChange={putSpecs} />
        {value.specs[0] && <Pictures axis={value.specs[0]} skus={value.skus} onChange={putSkus} />}
        {value.skus.length > 1 && (
          <Batch hasNew={canStock && value.skus.some((sku) => sku.id === undefined)} onFill={fill} />
        )}
        <SkuTable matrix={value} strict={status === 'error'} canStock={canStock} putSkus={putSkus} />
      </div>
    </NoFormStyle>
  );
}

/** Changes of the newest matrix by functions that stay the same, so that what did not change is not drawn again. */
function useChanger(value: Matrix, onChange: Props['onChange']) {
  const latest = useRef({ value, onChange });
  latest.current = { value, onChange };
  return useCallback((next: (matrix: Matrix) => Matrix) => {
    const matrix = next(latest.current.value);
    if (matrix === latest.current.value) return;
    latest.current.value = matrix;
    latest.current.onChange?.(matrix);
  }, []);
}

interface TableProps {
  matrix: Matrix;
  /** Troubles are shown, because somebody tried to save. */
  strict: boolean;
  canStock: boolean;
  putSkus: (next: (skus: SkuDraft[]) => SkuDraft[]) => void;
}

const NO_CODES: ReadonlySet<string> = new Set();
function SkuTable({ matrix: { specs, skus }, strict, canStock, putSkus }: TableProps) {
  const [page, setPage] = useState(1);
  const pages = Math.max(1, Math.ceil(skus.length / PAGE));
  const shown = Math.min(page, pages);
  const repeated = strict ? repeatedCodes(skus) : NO_CODES;
  const put = useCallback(
    (at: number, change: Partial<SkuDraft>) =>
      putSkus((all) => all.map((sku, index) => (index === at ? { ...sku, ...change } : sku))),
    [putSkus],
  );
  return (
    <>
      <div className={css.scroll}>
        <table className={css.table} aria-label="规格与价格">
          <thead>
            <tr>
              {specs.map((axis, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: an axis has no identity but its place
                <th key={at} scope="col">
                  {axis.name}
                </th>
              ))}
              {['售价', '划线价', '成本价', '库存', '编码', '条码', '重量（克）', '体积（cm³）'].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {skus.slice((shown - 1) * PAGE, shown * PAGE).map((sku, at) => {
              const troubles = strict ? skuTroubles(sku, repeated) : {};
              return (
                <SkuRow
                  key={sku.specs.join('\u0000')}
                  sku={sku}
                  at={(shown - 1) * PAGE + at}
                  canStock={canStock}
                  codeTrouble={troubles.code}
                  priceTrouble={troubles.price}
                  marketTrouble={troubles.market}
                  barcodeTrouble={troubles.barcode}
                  put={put}
                />
              );
            })}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <Pagination
          size="small"
          align="end"
          showSizeChanger={false}
          current={shown}
          pageSize={PAGE}
          total={skus.length}
          onChange={setPage}
        />
      )}
    </>
  );
}

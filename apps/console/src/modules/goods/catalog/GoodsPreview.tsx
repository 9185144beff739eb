import { memo, useState } from 'react';
import { Money } from '../../../parts/Money.tsx';
import type { GoodsDraft } from './goods-form.ts';

/** What the shopper will see: a phone with the product page, following what is typed. */
export const GoodsPreview = memo(function GoodsPreview({ draft }: { draft: Partial<GoodsDraft> }) {
  const pictures = draft.pictures ?? [];
  const [at, setAt] = useState(0);
  const cover = pictures[Math.min(at, pictures.length - 1)];
  return (
    <aside className="preview" aria-label="买家看到的样子">
      <h2>买家看到的样子</h2>
      <div className="phone">
        <div className="phone-screen">
          <button
            type="button"
            className="phone-picture"
            {...(cover && { 'aria-label': '下一张图' })}
            onClick={() => setAt((at + 1) % Math.max(1, pictures.length))}
          >
            {cover ? <img src={cover} alt="" /> : <span>商品图片</span>}
            {pictures.length > 1 && (
              <span className="phone-pages num" aria-hidden>
                {Math.min(at, pictures.length - 1) + 1}/{pictures.length}
              </span>
            )}
          </button>
          <div className="phone-body">
            <PriceLine draft={draft} />
            <strong className="phone-title">{draft.title?.trim() || '商品标题'}</strong>
            {draft.subtitle && <span className="phone-sub">{draft.subtitle}</span>}
            {(draft.tags ?? []).length > 0 && (
              <span className="phone-tags">
                {draft.tags?.map((tag) => (
                  <i key={tag}>{tag}</i>
                ))}
              </span>
            )}
          </div>
          {(draft.services ?? []).length > 0 && <p className="phone-services">{draft.services?.join(' · ')}</p>}
          <SpecLines draft={draft} />
          <div className="phone-detail">
            {(draft.detail ?? []).map((block, index) =>
              block.kind === 'text' ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no identity but their place
                <p key={index}>{block.text}</p>
              ) : (
                // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no identity but their place
                <img key={index} src={block.picture} alt="" />
              ),
            )}
          </div>
        </div>
        <div className="phone-bar">
          <span className="phone-cart">加入购物车</span>
          <span className="phone-buy">立即购买</span>
        </div>
      </div>
    </aside>
  );
});

function PriceLine({ draft }: { draft: Partial<GoodsDraft> }) {
  const skus = (draft.matrix?.skus ?? []).filter((sku) => sku.priceFen !== null);
  const [lowest, ...more] = [...skus].sort((a, b) => (a.priceFen ?? 0) - (b.priceFen ?? 0));
  if (!lowest) return <span className="phone-price quiet">¥ —</span>;
  const ranged = more.some((sku) => sku.priceFen !== lowest.priceFen);
  const strike = lowest.marketPriceFen;
  return (
    <span className="phone-price">
      <Money fen={lowest.priceFen} strong />
      {ranged && <small>起</small>}
      {strike !== null && strike > (lowest.priceFen ?? 0) && (
        <s>
          <Money fen={strike} />
        </s>
      )}
    </span>
  );
}

const SpecLines = ({ draft }: { draft: Partial<GoodsDraft> }) => (
  <>
    {(draft.matrix?.specs ?? []).map((axis) => (
      <div key={axis.name} className="phone-axis">
        <span>{axis.name}</span>
        <span className="phone-values">
          {axis.values.map((value, index) => (
            <i key={value} className={index === 0 ? 'chosen' : ''}>
              {value}
            </i>
          ))}
        </span>
      </div>
    ))}
  </>
);

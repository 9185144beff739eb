import type { PageHead } from './page-head.ts';

export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);

const BANNER_RATIO = 32 / 75;
const ICONS = 10;

const widened = (src: string, width: number): string =>
  /^\/files\/[^?]+\.webp$/.test(src) ? `${src}?w=${width}` : src;
const icon = (name: string, size: number): string =>
  `<span class="icon icon--${name}" style="width:${size}px;height:${size}px"></span>`;
const picture = (src: string, ratio: number, width: number, lazy = false): string =>
  `<div class="picture" style="padding-top:${ratio * 100}%">${
    src
      ? `<img class="picture__image" src="${escaped(widened(src, width))}" alt="" style="object-fit:cover" decoding="async"${lazy ? ' loading="lazy"' : ''} />`
      : ''
  }</div>`;

/** As the storefront's own price: the sign and the fen smaller, no fen when there are none. */
function price(fen: number, more = ''): string {
  const [yuan = '0', rest = '00'] = (fen / 100).toFixed(2).split('.');
  const whole = yuan.replace(/\B(?=(\d{3})+$)/g, ',');
  const fens = rest === '00' ? '' : `<span class="price__fen">.${rest}</span>`;
  return `<span class="price__sign">¥</span><span>${whole}</span>${fens}${more}`;
}

type Card = NonNullable<PageHead['shelf']>['cards'][number];
/** As many as a phone shows before it is scrolled. */
const SEEN_FIRST = 4;
function card({ id, title, subtitle, tags, picture: src, deal, badges = [], ...list }: Card, index: number): string {
  const { priceFen, maxPriceFen } = deal ?? list;
  const struckFen = deal ? deal.struckFen : list.marketPriceFen;
  const from = maxPriceFen > priceFen ? '<span class="price__from">起</span>' : '';
  const struck =
    struckFen !== null && struckFen > priceFen
      ? `<span class="price price--m price--strike">${price(struckFen)}</span>`
      : '';
  const told = [...(deal ? [deal.label] : []), ...badges, ...tags].slice(0, deal || badges.length > 0 ? 2 : 1);
  const words = told.map((word) => `<span class="goods-card__tag">${escaped(word)}</span>`).join('');
  return `<a id="first-${id}" class="link goods-card" href="/pages/product?id=${id}">${picture(src, 1, 360, index >= SEEN_FIRST)}<div class="goods-card__words">
<span class="goods-card__title two-lines">${escaped(title)}</span><span class="goods-card__subtitle one-line">${escaped(subtitle)}</span>${
    words && `<div class="goods-card__tags">${words}</div>`
  }<div class="goods-card__price"><span class="price price--m">${price(priceFen, from)}</span>${struck}</div></div></a>`;
}

/**
 * The home page's first screen as plain html with links that work: shoppers see goods as soon as the styles are there, while scripts travel.
 * It lies over the page and is taken away when the storefront has drawn its own (`platform/first-screen.h5.ts`). The class names are
 * the storefront's, whose styles the page has; empty when there is nothing to show.
 */
export function firstScreen({ shop, shelf }: PageHead): string {
  if (!shop || !shelf || shelf.cards.length === 0) return '';
  const icons = shelf.icons
    .slice(0, ICONS)
    .map(
      ({ id, name, picture: src }) =>
        `<a class="link home__icon" href="/pages/search?category=${id}&amp;name=${encodeURIComponent(name)}"><div class="home__icon-picture">${picture(src ?? '', 1, 360)}</div><span>${escaped(name)}</span></a>`,
    );
  if (icons.length > 0 && icons.length < ICONS)
    icons.push(
      `<a class="link home__icon" href="/pages/category"><div class="home__icon-picture home__icon-all">${icon('grid', 26)}</div><span>全部</span></a>`,
    );
  return `<div id="first-screen" class="theme screen screen--tabbed" style="position:fixed;top:0;right:0;bottom:0;left:0;z-index:60;overflow:auto">
<div class="home__top"><span class="home__name one-line">${escaped(shop.name)}</span><a class="link home__search" href="/pages/search">${icon('search', 18)}<span>搜索商品</span></a></div>
${shop.banner ? `<div class="home__banners">${picture(shop.banner, BANNER_RATIO, 720)}</div>` : ''}
<div class="home__icons">${icons.join('')}</div>
${shop.notice ? `<div class="home__notice"><div class="notice notice--brand">${icon('bell', 16)}<span class="notice__text">${escaped(shop.notice)}</span></div></div>` : ''}
<div class="home__title"><span>为你精选</span></div>
<div class="goods-grid">${shelf.cards.map(card).join('')}</div></div>`;
}

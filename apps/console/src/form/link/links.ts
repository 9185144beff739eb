/** Where something of the shop leads; addresses are those of the storefront's pages. */
export type Target =
  | { kind: 'none' }
  | { kind: 'page'; path: string }
  | { kind: 'goods' | 'coupon'; id: string }
  | { kind: 'category'; id: string; name: string }
  | { kind: 'search'; keyword: string }
  | { kind: 'own'; link: string };
export type Kind = Target['kind'];

/** Pages that need no more to be said. */
export const PAGES: Readonly<Record<string, string>> = {
  '/pages/home': '首页',
  '/pages/category': '全部分类',
  '/pages/cart': '购物车',
  '/pages/me': '我的',
  '/trade/coupons': '领券中心',
  '/trade/mycoupons': '我的优惠券',
  '/trade/orders': '我的订单',
};

/** Whether an address may be one of the storefront. */
export const isLink = (link: string): boolean => /^\/(pages|trade|account)\/[!-~]*$/.test(link);

export function linkOf(target: Target): string {
  switch (target.kind) {
    case 'none':
      return '';
    case 'page':
      return target.path;
    case 'goods':
      return `/pages/product?id=${target.id}`;
    case 'coupon':
      return `/trade/coupon?id=${target.id}`;
    case 'category':
      return `/pages/search?category=${target.id}&name=${encodeURIComponent(target.name)}`;
    case 'search':
      return `/pages/search?keyword=${encodeURIComponent(target.keyword)}`;
    case 'own':
      return target.link;
  }
}

/** What an address leads to; one that no kind writes stays as it is. */
export function targetOf(link: string): Target {
  if (link === '') return { kind: 'none' };
  if (link in PAGES) return { kind: 'page', path: link };
  const [path, query = ''] = link.split('?');
  const given = new URLSearchParams(query);
  const [id, category, keyword] = [given.get('id'), given.get('category'), given.get('keyword')];
  const target: Target | null =
    path === '/pages/product' && id
      ? { kind: 'goods', id }
      : path === '/trade/coupon' && id
        ? { kind: 'coupon', id }
        : path === '/pages/search' && category
          ? { kind: 'category', id: category, name: given.get('name') ?? '' }
          : path === '/pages/search' && keyword
            ? { kind: 'search', keyword }
            : null;
  // With parameters that a kind would drop it is none of ours.
  return target && linkOf(target) === link ? target : { kind: 'own', link };
}

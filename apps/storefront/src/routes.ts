// The one table of pages. From it come app.config (pages, packages, preloading, tab bar), the types of `go`, share paths, codes and deep links.

/** What a parameter is; with `?` a page also opens without it. */
type Kind = 'id' | 'text' | 'count' | 'flag';

interface Route {
  /** Package of the mini program. It is the folder of the page's entry and the beginning of its address too. */
  package: 'pages' | 'trade' | 'account';
  title: string;
  /** A page of the tab bar: its word and its icon in assets/tabs. */
  tab?: { text: string; icon: string };
  query?: Readonly<Record<string, Kind | `${Kind}?`>>;
  /** Its mini program codes carry `<letter>=<id in base64url>`, since WeChat allows 32 characters in all. */
  scene?: string;
  /** Only for shoppers who are signed in: `go` asks for that first. */
  login?: true;
  /** Can be sent to a friend. */
  share?: true;
  /** Does not scroll as a whole. */
  fixed?: true;
  /** Pulled down, it asks for everything anew. */
  refresh?: true;
  /** Where shoppers mostly go from here: fetched in advance. */
  next?: readonly string[];
}
const defineRoutes = <const R extends Readonly<Record<string, Route>>>(table: R): R => table;

export const routes = defineRoutes({
  home: {
    package: 'pages',
    title: '首页',
    tab: { text: '首页', icon: 'home' },
    share: true,
    refresh: true,
    next: ['product', 'category', 'search', 'cart', 'me'],
  },
  category: {
    package: 'pages',
    title: '分类',
    tab: { text: '分类', icon: 'grid' },
    share: true,
    fixed: true,
    next: ['product', 'search', 'home', 'cart'],
  },
  cart: {
    package: 'pages',
    title: '购物车',
    tab: { text: '购物车', icon: 'cart' },
    refresh: true,
    next: ['confirm', 'product', 'home', 'login'],
  },
  me: {
    package: 'pages',
    title: '我的',
    tab: { text: '我的', icon: 'user' },
    refresh: true,
    next: ['orders', 'mycoupons', 'coupons', 'addresses', 'login', 'home'],
  },
  search: {
    package: 'pages',
    title: '搜索',
    query: { keyword: 'text?', category: 'id?', name: 'text?' },
    share: true,
    refresh: true,
    next: ['product'],
  },
  product: {
    package: 'pages',
    title: '商品',
    query: { id: 'id' },
    scene: 'g',
    share: true,
    refresh: true,
    next: ['confirm', 'cart', 'login'],
  },
  confirm: {
    package: 'trade',
    title: '确认订单',
    query: { skuId: 'id?', quantity: 'count?' },
    login: true,
    next: ['pay', 'result', 'order', 'addresses', 'address'],
  },
  pay: { package: 'trade', title: '收银台', query: { id: 'id' }, login: true, next: ['result', 'order'] },
  result: { package: 'trade', title: '支付结果', query: { id: 'id' }, login: true, next: ['order', 'pay'] },
  orders: {
    package: 'trade',
    title: '我的订单',
    query: { state: 'text?' },
    login: true,
    refresh: true,
    next: ['order', 'pay'],
  },
  // A message of WeChat names the payment, not the order.
  order: {
    package: 'trade',
    title: '订单详情',
    query: { id: 'id?', merchant_trade_no: 'text?' },
    login: true,
    refresh: true,
    next: ['pay', 'refund'],
  },
  refund: { package: 'trade', title: '申请退款', query: { id: 'id' }, login: true, next: ['order'] },
  coupons: {
    package: 'trade',
    title: '领券中心',
    share: true,
    refresh: true,
    next: ['coupon', 'mycoupons', 'login'],
  },
  coupon: {
    package: 'trade',
    title: '优惠券',
    query: { id: 'id' },
    scene: 'c',
    share: true,
    next: ['product', 'login'],
  },
  campaign: {
    package: 'trade',
    title: '活动商品',
    query: { id: 'id' },
    scene: 'a',
    share: true,
    refresh: true,
    next: ['product', 'cart'],
  },
  mycoupons: {
    package: 'trade',
    title: '我的优惠券',
    login: true,
    refresh: true,
    next: ['coupon', 'coupons', 'order'],
  },
  reviews: { package: 'trade', title: '商品评价', query: { id: 'id' }, refresh: true, next: ['product'] },
  review: { package: 'trade', title: '发表评价', query: { orderId: 'id' }, login: true, next: ['myreviews'] },
  myreviews: { package: 'trade', title: '我的评价', login: true, refresh: true, next: ['review', 'product'] },
  purses: { package: 'trade', title: '余额与积分', login: true, refresh: true, next: ['order', 'home'] },
  addresses: {
    package: 'account',
    title: '收货地址',
    query: { pick: 'flag?' },
    login: true,
    refresh: true,
    next: ['address'],
  },
  address: { package: 'account', title: '编辑地址', query: { id: 'id?' }, login: true },
  devices: { package: 'account', title: '登录设备', login: true },
  phone: { package: 'account', title: '绑定手机号', login: true },
  mydata: { package: 'account', title: '个人信息与账号', login: true, next: ['terms'] },
  login: {
    package: 'account',
    title: '登录',
    query: { back: 'text?', over: 'flag?', code: 'text?', state: 'text?' },
    next: ['terms'],
  },
  terms: { package: 'account', title: '协议与隐私', query: { of: 'text?' } },
  // For who builds pages: every part in every state. Nothing leads here.
  parts: { package: 'account', title: '组件' },
  missing: { package: 'account', title: '页面走丢了', next: ['home', 'product', 'search'] },
});

export type RouteName = keyof typeof routes;
export const routeNames = Object.keys(routes) as RouteName[];
export const routeOf = (name: RouteName): Route => routes[name];

type QueryOf<N extends RouteName> = (typeof routes)[N] extends { readonly query: infer Q } ? Q : Record<never, never>;
type ValueOf<K> = K extends `count${string}` ? number : K extends `flag${string}` ? boolean : string;
/** The parameters that a page takes. */
export type Params<N extends RouteName> = {
  [P in keyof QueryOf<N> as QueryOf<N>[P] extends `${string}?` ? never : P]: ValueOf<QueryOf<N>[P]>;
} & {
  [P in keyof QueryOf<N> as QueryOf<N>[P] extends `${string}?` ? P : never]?: ValueOf<QueryOf<N>[P]> | undefined;
};
/** The parameters of a call: none need be given where none must be. */
export type Given<N extends RouteName> =
  Record<never, never> extends Params<N> ? [params?: Params<N>] : [params: Params<N>];

/** Path of a page in the build, without a slash before it. */
export const pathOf = (name: RouteName): string => `${routes[name].package}/${name}`;

/** Address of a page with its parameters; empty ones are left out. */
export function addressOf<N extends RouteName>(name: N, ...[params]: Given<N>): string {
  const query = Object.entries(params ?? {})
    .filter(([, value]) => value !== undefined && value !== '' && value !== false)
    .map(([key, value]) => `${key}=${encodeURIComponent(value === true ? '1' : String(value))}`)
    .join('&');
  return `/${pathOf(name)}${query && `?${query}`}`;
}

/** The page at an address of this shop; undefined where there is none. */
export function pageAt(address: string): RouteName | undefined {
  const path = (address.split(/[?#]/)[0] ?? '').replace(/^\//, '');
  return path === '' ? 'home' : routeNames.find((name) => pathOf(name) === path);
}

/** Reads what a page was opened with: values as they stand in the address, or the scene of a mini program code. What is no value of its kind is left out. */
export function readParams<N extends RouteName>(name: N, raw: Readonly<Record<string, string | undefined>>): Params<N> {
  const { query = {}, scene } = routeOf(name);
  const found: Record<string, string | number | boolean> = {};
  const given = scene && raw.scene ? { ...raw, ...fromScene(scene, decoded(raw.scene)) } : raw;
  for (const [key, kind] of Object.entries(query)) {
    const value = parsed(kind.replace('?', '') as Kind, decoded(given[key] ?? ''));
    if (value !== undefined) found[key] = value;
    // A page whose id is missing says that there is nothing, as it does for an unknown one.
    else if (!kind.endsWith('?')) found[key] = '';
  }
  return found as Params<N>;
}
function parsed(kind: Kind, text: string): string | number | boolean | undefined {
  if (text === '') return undefined;
  if (kind === 'count') return /^[1-9]\d{0,3}$/.test(text) ? Number(text) : undefined;
  if (kind === 'flag') return text === '1';
  return text;
}
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** The id in a code's scene: 128 bits in 22 characters of base64url (RFC 4648, 5). */
function fromScene(letter: string, scene: string): { id?: string } {
  const [, digits] = new RegExp(`^${letter}=([\\w-]{22})$`).exec(scene) ?? [];
  if (!digits) return {};
  const bits = [...digits].map((digit) => DIGITS.indexOf(digit).toString(2).padStart(6, '0')).join('');
  const hex = (bits.slice(0, 128).match(/.{4}/g) ?? []).map((four) => Number.parseInt(four, 2).toString(16)).join('');
  return { id: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') };
}

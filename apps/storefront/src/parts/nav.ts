import Taro, { useRouter } from '@tarojs/taro';
import { loadPage } from './pages';

export type Params = Record<string, string | number | undefined>;
const weapp = process.env.TARO_ENV === 'weapp';
const TABS = ['/pages/home/index', '/pages/category/index', '/pages/cart/index', '/pages/me/index'];

const address = (path: string, params: Params = {}): string => {
  const query = Object.entries(params)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join('&');
  return query ? `${path}${path.includes('?') ? '&' : '?'}${query}` : path;
};
const isTab = (url: string): boolean => TABS.includes(url.split('?')[0] ?? '');

let wishes = 0;
/**
 * Goes when the page's script is there; stays when the shopper went back meanwhile, or tapped something else. An address that changes
 * before its page can be shown would bring the page late, over the one that the shopper has gone back to.
 */
async function leave(url: string, navigate: () => Promise<unknown>): Promise<void> {
  const wish = ++wishes;
  const from = here();
  if ((await loadPage(url)) && wish === wishes && here() === from) await navigate();
}
/** Opens a page over this one; a page of the tab bar takes the place of all. */
export function go(path: string, params?: Params): void {
  const url = address(path, params);
  if (isTab(path)) switchTab(path, params);
  else void leave(url, () => Taro.navigateTo({ url }));
}
/** Opens a page in the place of this one. */
export function replace(path: string, params?: Params): void {
  const url = address(path, params);
  if (isTab(path)) switchTab(path, params);
  else void leave(url, () => Taro.redirectTo({ url }));
}
/** Shows a page of the tab bar (which takes no parameters in a mini program). */
export function switchTab(path: string, params?: Params): void {
  const url = weapp ? (path.split('?')[0] ?? path) : address(path, params);
  void leave(url, () => (weapp ? Taro.switchTab({ url }) : Taro.reLaunch({ url })));
}
/** Back to where the shopper came from; to the home page when there is nothing behind. */
export function back(): void {
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack();
  else switchTab('/pages/home/index');
}
/** This page with its parameters, to come back to. */
export function here(): string {
  if (!weapp) return location.pathname + location.search;
  const page = Taro.getCurrentPages().at(-1);
  return page ? address(`/${page.route}`, (page as { options?: Params }).options) : '/pages/home/index';
}

/** Parameters the page was opened with. */
export function useParams(): Record<string, string | undefined> {
  const { params } = useRouter();
  // They come as they stood in the address.
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, value && decoded(value)]));
}
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

import Taro from '@tarojs/taro';
import type { Navigate } from './navigate.types';

/** WeChat keeps ten pages over one another; `navigateTo` fails at the eleventh. */
const MOST_PAGES = 10;

const withQuery = (path: string, query: Readonly<Record<string, unknown>> = {}): string => {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  return pairs.length > 0 ? `${path}?${pairs.join('&')}` : path;
};
/** A tap that comes while WeChat is still opening a page is refused; the page it opens is the answer. */
const quietly = (work: Promise<unknown>): void => void work.catch(() => {});

export const navigate: Navigate = {
  open(url) {
    const full = Taro.getCurrentPages().length >= MOST_PAGES;
    quietly(full ? Taro.redirectTo({ url }) : Taro.navigateTo({ url }));
  },
  replace: (url) => quietly(Taro.redirectTo({ url })),
  // A page of the tab bar takes no parameters.
  tab: (url) => quietly(Taro.switchTab({ url: url.split('?')[0] ?? url })),
  behind: () => quietly(Taro.navigateBack()),
  back() {
    if (Taro.getCurrentPages().length < 2) return false;
    quietly(Taro.navigateBack());
    return true;
  },
  here() {
    const page = Taro.getCurrentPages().at(-1) as { route?: string; options?: Record<string, unknown> } | undefined;
    // The options still are as they stood in the address.
    return page?.route ? withQuery(`/${page.route}`, page.options) : undefined;
  },
  onMissing: (show) => Taro.onPageNotFound(({ path, query }) => show(withQuery(`/${path}`, query))),
  // A package brings the scripts of all its pages; app.config says which packages come in advance.
  onShown() {},
  prepare() {},
};

import Taro from '@tarojs/taro';
import { layersSettled } from './back.h5';
import type { Navigate } from './navigate.types';
import { loadInAdvance, loadPage } from './scripts.h5';

let wishes = 0;
const here = (): string => location.pathname + location.search;
/**
 * Goes when the page's script is there; stays when the shopper went back meanwhile, or tapped something else. An address that changes
 * before its page can be shown would bring the page late, over the one that the shopper has gone back to.
 */
async function leave(url: string, go: () => Promise<unknown>): Promise<void> {
  const wish = ++wishes;
  const from = here();
  const ready = await loadPage(url);
  await layersSettled();
  if (ready && wish === wishes && here() === from) await go();
}

export const navigate: Navigate = {
  open: (url) => void leave(url, () => Taro.navigateTo({ url })),
  replace: (url) => void leave(url, () => Taro.redirectTo({ url })),
  tab: (url) => void leave(url, () => Taro.reLaunch({ url })),
  behind: () => history.back(),
  back() {
    if (Taro.getCurrentPages().length < 2) return false;
    void Taro.navigateBack();
    return true;
  },
  here,
  // Taro's router tells of it in this way only.
  onMissing: (show) => void Taro.eventCenter.on('__taroRouterNotFound', () => show(here())),
  onShown: (tell) => void Taro.eventCenter.on('__afterTaroRouterChange', () => tell(here())),
  prepare: (urls) => void loadInAdvance(urls),
};

import Taro from '@tarojs/taro';
import type { TabBadge } from './tab-badge.types';

/** Only possible while a page of the tab bar is shown; another page tells it again when it is. */
export const tabBadge: TabBadge = (index, count) => {
  const done =
    count > 0
      ? Taro.setTabBarBadge({ index, text: count > 99 ? '99+' : String(count) })
      : Taro.removeTabBarBadge({ index });
  Promise.resolve(done).catch(() => {});
};

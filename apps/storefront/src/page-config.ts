import type { PageConfig } from '@tarojs/taro';
import { type RouteName, routeOf } from './routes';

const weapp = process.env.TARO_ENV !== 'h5';

/** What the platform is told about a page, from the table of pages. */
export function pageConfig(name: RouteName): PageConfig {
  const { title, share, fixed, refresh } = routeOf(name);
  return {
    navigationBarTitleText: title,
    ...(share ? { enableShareAppMessage: true, enableShareTimeline: true } : {}),
    ...(fixed ? { disableScroll: true } : {}),
    // A browser loads the page anew by itself.
    ...(refresh && weapp ? { enablePullDownRefresh: true } : {}),
  };
}

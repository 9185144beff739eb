import type { PageConfig } from '@tarojs/taro';
import { type RouteName, routeOf } from './routes';

/** What the platform is told about a page, from the table of pages. */
export function pageConfig(name: RouteName): PageConfig {
  const { title, share, fixed } = routeOf(name);
  return {
    navigationBarTitleText: title,
    ...(share ? { enableShareAppMessage: true, enableShareTimeline: true } : {}),
    ...(fixed ? { disableScroll: true } : {}),
  };
}

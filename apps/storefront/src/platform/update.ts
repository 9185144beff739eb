import Taro from '@tarojs/taro';
import type { WatchUpdates } from './update.types';

export const watchUpdates: WatchUpdates = (ask) => {
  // Old versions of WeChat have none, and take a new version at the next cold start.
  const updates = Taro.getUpdateManager?.();
  updates?.onUpdateReady(() => void ask().then((now) => now && updates.applyUpdate()));
};

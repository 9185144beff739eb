import Taro from '@tarojs/taro';
import type { Storage } from './storage.types';

const PREFIX = 'jishi:';

export const storage: Storage = {
  keep(key, value) {
    try {
      Taro.setStorageSync(PREFIX + key, JSON.stringify(value ?? null));
    } catch {}
  },
  kept(key) {
    try {
      return JSON.parse(Taro.getStorageSync(PREFIX + key) || 'null') ?? undefined;
    } catch {
      return undefined;
    }
  },
  forget(keys) {
    try {
      for (const key of keys) Taro.removeStorageSync(PREFIX + key);
    } catch {}
  },
};

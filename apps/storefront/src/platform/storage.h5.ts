import type { Storage } from './storage.types';

const PREFIX = 'jishi:';

export const storage: Storage = {
  keep(key, value) {
    try {
      localStorage.setItem(PREFIX + key, JSON.stringify(value));
    } catch {}
  },
  kept(key) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + key) ?? 'null') ?? undefined;
    } catch {
      return undefined;
    }
  },
  forget(keys) {
    try {
      for (const key of keys) localStorage.removeItem(PREFIX + key);
    } catch {}
  },
};

import Taro from '@tarojs/taro';

/** Small things kept on this device; a full storage keeps nothing and breaks nothing. */
export function keep(key: string, value: unknown): void {
  try {
    Taro.setStorageSync(`jishi:${key}`, JSON.stringify(value ?? null));
  } catch {}
}
/** What was kept, undefined when nothing (readable) was. */
export function kept<T>(key: string): T | undefined {
  try {
    return JSON.parse(Taro.getStorageSync(`jishi:${key}`) || 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

import { useReachBottom } from '@tarojs/taro';

/** Calls when the end of the page comes near. */
export const useReachEnd = (more: () => void): void => useReachBottom(more);

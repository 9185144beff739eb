import Taro, { usePullDownRefresh } from '@tarojs/taro';
import type { UsePullDown } from './pull-down.types';

export const usePullDown: UsePullDown = (work) =>
  usePullDownRefresh(() => void work().finally(() => void Taro.stopPullDownRefresh()));

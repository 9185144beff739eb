import Taro from '@tarojs/taro';
import type { Network } from './network.types';

export const network: Network = {
  onChange(tell) {
    const listener = ({ isConnected }: { isConnected: boolean }) => tell(isConnected);
    Taro.onNetworkStatusChange(listener);
    return () => Taro.offNetworkStatusChange(listener);
  },
};

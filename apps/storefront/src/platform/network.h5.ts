import type { Network } from './network.types';

export const network: Network = {
  onChange(tell) {
    const on = () => tell(true);
    const off = () => tell(false);
    addEventListener('online', on);
    addEventListener('offline', off);
    return () => {
      removeEventListener('online', on);
      removeEventListener('offline', off);
    };
  },
};

import Taro from '@tarojs/taro';
import type { Errors } from './errors.types';

export const errors: Errors = {
  app: 'weapp',
  watch(tell) {
    // WeChat gives message and stack as one text.
    Taro.onError((error) => {
      const text = typeof error === 'string' ? error : error.message;
      tell(text.split('\n')[0] ?? '', text);
    });
    Taro.onUnhandledRejection(({ reason }) =>
      tell(String(reason), (reason as unknown) instanceof Error ? ((reason as unknown as Error).stack ?? '') : ''),
    );
  },
  page: () => Taro.getCurrentPages().at(-1)?.route ?? '',
};

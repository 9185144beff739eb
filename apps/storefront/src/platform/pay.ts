import Taro from '@tarojs/taro';
import type { Pay } from './pay.types';

export const pay: Pay = {
  scans: false,
  request: () => ({ method: 'jsapi' }),
  /** WeChat's sheet over the page. */
  async open({ state, jsapi }) {
    if (state === 'succeeded' || !jsapi) return 'paid-maybe';
    const { timeStamp, nonceStr, signType, paySign } = jsapi;
    try {
      await Taro.requestPayment({ timeStamp, nonceStr, package: jsapi.package, signType, paySign });
      return 'paid-maybe';
    } catch (failure) {
      // Only this word says that nothing was paid; any other failure may have come after the money had gone.
      const { errMsg = '' } = (failure ?? {}) as { errMsg?: string };
      return errMsg === 'requestPayment:fail cancel' ? 'cancelled' : 'unclear';
    }
  },
};

import Taro from '@tarojs/taro';
import { api } from '../../../api/client';
import type { PayOutcome } from './pay-with';

/** WeChat's sheet over the page. Its "ok" is a hint only: the result page asks the server. Rejects with ApiProblem. */
export async function payWith(orderId: string): Promise<PayOutcome> {
  const { state, jsapi } = await api.startPayment({ path: { id: orderId }, body: { method: 'jsapi' } });
  if (state === 'succeeded' || !jsapi) return 'paid-maybe';
  const { timeStamp, nonceStr, signType, paySign } = jsapi;
  try {
    await Taro.requestPayment({ timeStamp, nonceStr, package: jsapi.package, signType, paySign });
    return 'paid-maybe';
  } catch {
    return 'cancelled';
  }
}

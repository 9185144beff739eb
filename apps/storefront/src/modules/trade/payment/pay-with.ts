import { api } from '../../../api/client';
import { addressOf } from '../../../routes';

export type PayOutcome = 'left' | 'paid-maybe' | 'cancelled';

/** What WeChat puts into the pages that it opens. */
interface WeixinBridge {
  invoke(name: 'getBrandWCPayRequest', sheet: object, done: (answer: { err_msg: string }) => void): void;
}
const bridge = (): WeixinBridge | undefined => (window as { WeixinJSBridge?: WeixinBridge }).WeixinJSBridge;
const inWechat = () => /MicroMessenger\//i.test(navigator.userAgent);

/** In WeChat its sheet comes over the page, in any other browser its page takes over. Rejects with ApiProblem. */
export const payWith = (orderId: string): Promise<PayOutcome> => (inWechat() ? payHere(orderId) : payThere(orderId));

async function payThere(orderId: string): Promise<PayOutcome> {
  const returnTo = location.origin + addressOf('result', { id: orderId });
  const { state, url } = await api.startPayment({ path: { id: orderId }, body: { method: 'h5', returnTo } });
  if (state === 'succeeded' || !url) return 'paid-maybe';
  location.href = url;
  return 'left';
}

/** The sheet's "ok" is a hint only: the result page asks the server. */
async function payHere(orderId: string): Promise<PayOutcome> {
  const { state, jsapi } = await api.startPayment({ path: { id: orderId }, body: { method: 'official' } });
  if (state === 'succeeded' || !jsapi) return 'paid-maybe';
  const wechat = bridge() ?? (await bridgeReady());
  const { err_msg } = await new Promise<{ err_msg: string }>((done) =>
    wechat.invoke('getBrandWCPayRequest', jsapi, done),
  );
  return err_msg === 'get_brand_wcpay_request:ok' ? 'paid-maybe' : 'cancelled';
}

/** WeChat may need a moment after the page has loaded. */
const bridgeReady = (): Promise<WeixinBridge> =>
  new Promise((done) => {
    document.addEventListener('WeixinJSBridgeReady', () => done(bridge() as WeixinBridge), { once: true });
  });

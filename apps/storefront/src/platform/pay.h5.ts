import { inWechat, isHandheld } from './browser.h5';
import type { Pay } from './pay.types';

/** What WeChat puts into the pages that it opens. */
interface WeixinBridge {
  invoke(name: 'getBrandWCPayRequest', sheet: object, done: (answer: { err_msg: string }) => void): void;
}
const bridge = (): WeixinBridge | undefined => (window as { WeixinJSBridge?: WeixinBridge }).WeixinJSBridge;

/** In WeChat its sheet comes over the page, in a phone's browser its page takes over, on a desktop a phone reads a code. */
export const pay: Pay = {
  scans: !inWechat() && !isHandheld(),
  request: (returnTo) => (inWechat() ? { method: 'official' } : { method: 'h5', returnTo: location.origin + returnTo }),
  async open({ state, url, jsapi }, backTo) {
    if (state === 'succeeded') return 'paid-maybe';
    if (url) {
      history.replaceState(null, '', backTo);
      location.href = url;
      return 'left';
    }
    if (!jsapi) return 'paid-maybe';
    const wechat = bridge() ?? (await bridgeReady());
    const { err_msg } = await new Promise<{ err_msg: string }>((done) =>
      wechat.invoke('getBrandWCPayRequest', jsapi, done),
    );
    if (err_msg === 'get_brand_wcpay_request:ok') return 'paid-maybe';
    return err_msg === 'get_brand_wcpay_request:cancel' ? 'cancelled' : 'unclear';
  },
};

/** WeChat may need a moment after the page has loaded. */
const bridgeReady = (): Promise<WeixinBridge> =>
  new Promise((done) => {
    document.addEventListener('WeixinJSBridgeReady', () => done(bridge() as WeixinBridge), { once: true });
  });

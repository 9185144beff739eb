import type { Context } from '../context.ts';
import { ticketNow } from '../official-account/ticket.ts';
import { jsSdkScript } from './js-sdk.ts';
import { scriptValue } from './markup.ts';

/**
 * What WeChat's browser puts into every page, for a browser that stands in for it: WeixinJSBridge, a moment after the page, with a
 * payment sheet, and the JS-SDK (`js-sdk.ts`). `window.sandboxPay(sheet, outcome)` asks the sandbox where the page itself may not (content security policy); without it
 * the page does.
 */
export function bridgeScript(context: Context): string {
  const { keys, baseUrl, settings } = context;
  const { officialAppid: appid } = keys.merchant;
  return `${jsSdkScript({ appid, ticket: ticketNow(context), domains: settings.jsDomains })}
(() => {
const facts = ${scriptValue({ baseUrl: baseUrl(), appid }).text};
const ask = (sheet, outcome) => window.sandboxPay ? window.sandboxPay(sheet, outcome)
  : fetch(facts.baseUrl + '/sandbox/api/pay', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...sheet, outcome }) }).then((r) => r.json());
const WORDS = { pay: '支付', cancel: '取消', insufficient: '余额不足' };
const show = (sheet, done) => {
  const over = document.createElement('div');
  over.id = 'wechat-sheet';
  over.setAttribute('role', 'dialog');
  over.style.cssText = 'position:fixed;inset:0;z-index:99999;display:flex;align-items:flex-end;background:rgba(0,0,0,.5)';
  const panel = document.createElement('div');
  panel.style.cssText = 'width:100%;padding:24px;background:#fff;color:#191919;border-radius:16px 16px 0 0;display:grid;gap:12px;text-align:center;font-size:17px';
  panel.append('微信支付（沙箱）');
  for (const outcome of Object.keys(WORDS)) {
    const button = document.createElement('button');
    button.dataset.outcome = outcome;
    button.textContent = WORDS[outcome];
    button.style.cssText = 'height:48px;border:0;border-radius:8px;font-size:17px;background:' + (outcome === 'pay' ? '#07c160;color:#fff' : '#f2f2f2;color:#191919');
    button.onclick = async () => {
      const said = await ask(sheet, outcome).catch(() => ({}));
      over.remove();
      done({ err_msg: 'get_brand_wcpay_request:' + (said.result || 'fail') });
    };
    panel.append(button);
  }
  over.append(panel);
  document.body.append(over);
};
const invoke = (name, given, done = () => {}) => {
  if (name !== 'getBrandWCPayRequest') return done({ err_msg: name + ':fail' });
  const sheet = typeof given === 'string' ? JSON.parse(given) : given;
  // The page's own account: another AppID, a mini program's above all, is refused before any sheet.
  if (sheet.appId !== facts.appid || typeof sheet.timeStamp !== 'string') return done({ err_msg: 'get_brand_wcpay_request:fail', err_desc: '调用支付JSAPI缺少参数' });
  show(sheet, done);
};
setTimeout(() => {
  window.WeixinJSBridge = { invoke, call() {}, on() {} };
  document.dispatchEvent(new Event('WeixinJSBridgeReady'));
}, 300);
})();
`;
}

import { scriptValue } from './markup.ts';

/**
 * `window.wx` as WeChat's JS-SDK has it after its script was loaded: `config` checks AppID, the page's domain and the signature over
 * its address, and only then does a card reach the share menu. What the menu would send is in `window.sandboxWechat.shares`, what was
 * refused in `window.sandboxWechat.refused`.
 */
export function jsSdkScript(facts: { appid: string; ticket: string; domains: string[] | null }): string {
  return `(() => {
const facts = ${scriptValue(facts).text};
const seen = (window.sandboxWechat = { shares: {}, refused: [] });
const landing = location.href;
let granted = [];
let state = 'waiting';
let reason = '';
const [readies, errors] = [[], []];
const hex = (bytes) => Array.from(new Uint8Array(bytes), (one) => one.toString(16).padStart(2, '0')).join('');
const signatureOf = async ({ nonceStr, timestamp }, url) =>
  hex(await crypto.subtle.digest('SHA-1', new TextEncoder().encode('jsapi_ticket=' + facts.ticket + '&noncestr=' + nonceStr + '&timestamp=' + timestamp + '&url=' + url)));
const trouble = async (given) => {
  if (given.appId !== facts.appid) return 'config:invalid appid';
  if (facts.domains && !facts.domains.includes(location.hostname)) return 'config:invalid url domain';
  const present = (/iPhone|iPad/.test(navigator.userAgent) ? landing : location.href).split('#')[0];
  return (await signatureOf(given, present)) === given.signature ? '' : 'config:invalid signature';
};
const share = (name, kind) => (card) => {
  if (state !== 'ready' || !granted.includes(name)) {
    seen.refused.push(name + ':permission denied');
    return card.fail && card.fail({ errMsg: name + ':permission denied' });
  }
  // A card that leads to another site is refused.
  if (new URL(card.link).hostname !== location.hostname) {
    seen.refused.push(name + ':fail invalid link');
    return card.fail && card.fail({ errMsg: name + ':fail invalid link' });
  }
  seen.shares[kind] = { title: card.title, desc: card.desc, link: card.link, imgUrl: card.imgUrl };
  if (card.success) card.success({ errMsg: name + ':ok' });
};
window.wx = {
  config: async (given) => {
    state = 'waiting';
    reason = await trouble(given);
    state = reason ? 'refused' : 'ready';
    granted = reason ? [] : given.jsApiList;
    if (reason) seen.refused.push(reason);
    for (const then of (reason ? errors : readies).splice(0)) then({ errMsg: reason || 'config:ok' });
  },
  ready: (then) => { if (state === 'ready') then(); else readies.push(then); },
  error: (then) => { if (state === 'refused') then({ errMsg: reason }); else errors.push(then); },
  updateAppMessageShareData: share('updateAppMessageShareData', 'friend'),
  updateTimelineShareData: share('updateTimelineShareData', 'timeline'),
};
})();
`;
}

import type { Person } from '../state.ts';
import { avatar, bar, page } from './layout.ts';
import { html } from './markup.ts';

const STYLES = `
.ask{padding:20px 24px 8px}.ask .who{display:flex;align-items:center;gap:12px}.ask h1{font-size:22px;margin-top:22px;line-height:1.35}.ask p{color:var(--soft);font-size:14px;margin-top:6px}
.people{padding:10px 12px}.person{display:flex;width:100%;align-items:center;gap:14px;text-align:left;padding:10px 12px;border-radius:12px}
.person:hover{background:#f6f6f6}.person b{font-weight:500;display:block}.person small{color:var(--faint);font-size:13px}.person i{margin-left:auto;color:#c8c8c8;font-style:normal}
.new{display:flex;gap:10px;padding:12px 24px 28px;border-top:1px solid var(--line)}
.new input{flex:1;min-width:0;height:46px;border:1px solid #e2e2e2;border-radius:10px;padding:0 14px;background:#fafafa}.new input:focus{outline:2px solid var(--green);background:#fff}
.new button{width:104px;height:46px;font-size:15px}`;

interface LoginView {
  merchantName: string;
  people: Person[];
  appid: string;
  scope: string;
  redirect: string;
  state: string;
}
/** Choose who you are; the answer goes to `redirect` with a code. Nothing is kept but the one-time code. */
export function loginPage(view: LoginView): string {
  const hidden = (['appid', 'scope', 'redirect', 'state'] as const).map(
    (name) => html`<input type="hidden" name="${name}" value="${view[name]}">`,
  );
  const rows = view.people.map(
    (person) => html`<button class="person" name="person" value="${person.id}" data-person="${person.id}">
${avatar(person.name, person.id)}<span><b>${person.name}</b><small>${masked(person.phone)}</small></span><i aria-hidden="true">›</i></button>`,
  );
  const body = html`<main class="phone">${bar('微信登录')}
<section class="ask"><div class="who">${avatar(view.merchantName, 'merchant')}<b>${view.merchantName}</b></div>
<h1>申请使用你的微信身份登录</h1><p>请选择一个身份，他们都是虚构的</p></section>
<form class="people" method="post" action="/sandbox/authorize">${hidden}${rows}</form>
<div class="push"></div>
<form class="new" method="post" action="/sandbox/authorize">${hidden}
<input name="person" required maxlength="12" placeholder="或者换个新名字" aria-label="新用户的名字" autocomplete="off">
<button class="button primary">新用户登录</button></form></main>`;
  return page({ title: '微信登录', body, styles: STYLES });
}

/** What WeChat shows to any other browser; the button is the sandbox's own. */
export function outsidePage(insideUrl: string): string {
  const body = html`<main class="phone">${bar('微信登录')}
<section class="message" role="alert"><span class="sign" style="background:var(--orange)">!</span><h1>请在微信客户端打开链接</h1>
<p>公众号的网页授权只能在微信里进行，这里可以用沙箱代替微信</p></section>
<div class="push"></div>
<div style="padding:0 32px 16px"><a class="button plain" style="line-height:50px" data-open="wechat" href="${insideUrl}">在沙箱的微信里打开</a></div>
<p class="note">这是本机的微信沙箱</p></main>`;
  return page({ title: '请在微信客户端打开链接', body });
}

const masked = (phone: string) => `${phone.slice(0, 3)} **** ${phone.slice(-4)}`;

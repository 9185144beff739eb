import { avatar, bar, page } from './layout.ts';
import { html, Markup, scriptValue } from './markup.ts';

export interface PaySheet {
  prepayId: string;
  merchantName: string;
  description: string;
  totalFen: number;
  outTradeNo: string;
  payerName: string;
  payerId: string;
  paid: boolean;
  back: string | null;
}

/** Of the payment sheet and of the page on which money is taken. */
export const SHEET_STYLES = `
.what{text-align:center;padding:26px 32px 22px}.what .avatar{width:56px;height:56px;border-radius:14px;font-size:24px;margin:0 auto 12px}
.what .to{font-weight:500}.what .goods{color:var(--soft);font-size:14px;overflow-wrap:anywhere;display:-webkit-box;-webkit-line-clamp:3;-webkit-box-orient:vertical;overflow:hidden}
.sum{font-size:50px;line-height:1.15;font-weight:600;letter-spacing:-1px;margin-top:18px;font-variant-numeric:tabular-nums}.sum small{font-size:30px;margin-right:4px;font-weight:500}
.facts{margin:0 24px;border-top:1px solid var(--line);padding:8px 0}.facts div{display:flex;justify-content:space-between;gap:20px;padding:9px 0;font-size:15px}.facts dt{color:var(--soft);flex:none}.facts dd{text-align:right;overflow-wrap:anywhere}
.facts .purse{display:inline-flex;align-items:center;gap:6px}.facts .purse::before{content:"¥";width:19px;height:19px;border-radius:5px;background:var(--orange);color:#fff;font-size:12px;display:grid;place-items:center}
.choices{padding:8px 24px 10px;display:grid;gap:12px}.pair{display:grid;grid-template-columns:1fr 1fr;gap:12px}.pair .button{height:44px}
.veil{position:absolute;inset:0;background:rgba(0,0,0,.5);display:grid;place-items:center;padding:32px}.dialog{background:#fff;border-radius:16px;width:100%;max-width:310px;text-align:center;overflow:hidden}
.dialog h2{font-size:18px;padding:28px 24px 6px}.dialog p{color:var(--soft);padding:0 24px 26px;font-size:15px}.dialog .button{border-top:1px solid var(--line);border-radius:0;height:54px;color:#576b95}
.done p.sum{margin-top:18px;color:var(--ink)}`;

const SCRIPT = `
const byId=(id)=>document.getElementById(id),buttons=document.querySelectorAll('[data-outcome]');
const leave=()=>{if(sheet.back)location.href=sheet.back};
const tell=(title,text)=>{byId('dialog-title').textContent=title;byId('dialog-text').textContent=text;byId('veil').hidden=false;byId('understood').focus()};
const done=()=>{byId('sheet').hidden=true;byId('done').hidden=false;byId('return')?.removeAttribute('hidden');if(sheet.back)setTimeout(leave,1200)};
const choose=async(outcome)=>{
  buttons.forEach((b)=>{b.disabled=true});
  try{
    const answer=await fetch('/sandbox/api/pay',{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify({prepay_id:sheet.prepayId,outcome})});
    const said=await answer.json();
    if(!answer.ok)return tell('无法支付',said.message);
    if(said.result==='ok')return done();
    if(said.result==='cancel')return sheet.back?leave():tell('已取消','本次支付没有扣款');
    tell('零钱余额不足','请更换付款方式后重试');
  }catch{tell('网络异常','没有收到微信的应答，请稍后重试')}
  finally{buttons.forEach((b)=>{b.disabled=false})}
};
buttons.forEach((b)=>b.addEventListener('click',()=>choose(b.dataset.outcome)));
byId('understood').addEventListener('click',()=>{byId('veil').hidden=true});
byId('back')?.addEventListener('click',leave);
if(sheet.paid)done();
`;

/** The payment sheet: what is bought, what it costs, and every way it can end. */
export function payPage(view: PaySheet): string {
  const body = html`<main class="phone">${bar('微信支付')}
<div id="sheet"><section class="what">${avatar(view.merchantName, 'merchant')}
<p class="to">付款给 ${view.merchantName}</p><p class="goods">${view.description}</p>${sum(view.totalFen)}</section>
<dl class="facts"><div><dt>付款人</dt><dd>${view.payerName}</dd></div><div><dt>付款方式</dt><dd><span class="purse">零钱</span></dd></div>
<div><dt>商户单号</dt><dd>${view.outTradeNo}</dd></div></dl></div>
<section id="done" class="message done" hidden><span class="sign" style="background:var(--green)">✓</span><h1>支付成功</h1>
<p>${view.merchantName}</p>${sum(view.totalFen)}</section>
<div class="push"></div>${choices()}
${view.back === null ? null : html`<div id="return" style="padding:0 24px 16px" hidden><button id="back" class="button plain">返回商家</button></div>`}
<p class="note">这是本机的微信沙箱，不会产生真实扣款</p>
<div id="veil" class="veil" hidden><div class="dialog" role="alertdialog" aria-labelledby="dialog-title">
<h2 id="dialog-title"></h2><p id="dialog-text"></p><button id="understood" class="button">我知道了</button></div></div></main>
<script>const sheet=${scriptValue({ prepayId: view.prepayId, back: view.back, paid: view.paid })};${new Markup(SCRIPT)}</script>`;
  return page({ title: '微信支付', body, styles: `${SHEET_STYLES}#done:not([hidden])~.choices{display:none}` });
}

function choices(): Markup {
  return html`<div class="choices"><button class="button primary" data-outcome="pay">支付</button>
<button class="button plain" data-outcome="delayed">支付成功但延迟通知</button>
<div class="pair"><button class="button quiet" data-outcome="insufficient">余额不足</button><button class="button quiet" data-outcome="cancel">取消</button></div></div>`;
}

export function sum(fen: number): Markup {
  return html`<p class="sum"><small>¥</small>${yuan(fen)}</p>`;
}

/** 12345 → 123.45 */
export function yuan(fen: number): string {
  return (fen / 100).toFixed(2);
}

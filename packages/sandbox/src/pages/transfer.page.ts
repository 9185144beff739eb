import { avatar, bar, page } from './layout.ts';
import { html, Markup, scriptValue } from './markup.ts';
import { SHEET_STYLES, sum } from './pay.page.ts';

export interface TransferSheet {
  packageInfo: string;
  merchantName: string;
  perception: string;
  remark: string;
  amountFen: number;
  receiverName: string;
  state: 'open' | 'taken' | 'over';
  back: string | null;
}

const SCRIPT = `
const byId=(id)=>document.getElementById(id),buttons=document.querySelectorAll('[data-outcome]');
const leave=()=>{if(sheet.back)location.href=sheet.back};
const show=(state)=>{byId('sheet').hidden=state!=='open';byId('done').hidden=state!=='taken';byId('over').hidden=state!=='over';byId('choices').hidden=state!=='open';byId('return')?.toggleAttribute('hidden',state==='open')};
const choose=async(outcome)=>{
  buttons.forEach((b)=>{b.disabled=true});
  try{
    const answer=await fetch('/sandbox/api/transfer',{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify({package:sheet.packageInfo,outcome})});
    const said=await answer.json();
    if(!answer.ok)byId('problem').textContent=said.message;
    else if(said.result==='ok')show('taken');
    else if(sheet.back)leave();
    else byId('problem').textContent='您没有收款，24 小时内可以重新打开本页';
  }catch{byId('problem').textContent='没有收到微信的应答，请稍后重试'}
  finally{buttons.forEach((b)=>{b.disabled=false})}
};
buttons.forEach((b)=>b.addEventListener('click',()=>choose(b.dataset.outcome)));
byId('back')?.addEventListener('click',leave);
show(sheet.state);
`;

/** Where the receiver of a transfer takes the money, as after wx.requestMerchantTransfer. */
export function transferPage(view: TransferSheet): string {
  const body = html`<main class="phone">${bar('确认收款')}
<div id="sheet"><section class="what">${avatar(view.merchantName, 'merchant')}
<p class="to">${view.merchantName} 向您转账</p><p class="goods">${view.perception}</p>${sum(view.amountFen)}</section>
<dl class="facts"><div><dt>收款人</dt><dd>${view.receiverName}</dd></div><div><dt>存入</dt><dd><span class="purse">零钱</span></dd></div>
<div><dt>备注</dt><dd>${view.remark}</dd></div></dl></div>
${ended('done', '✓', 'var(--green)', '收款成功', html`<p>正在存入零钱</p>${sum(view.amountFen)}`)}
${ended('over', '!', 'var(--faint)', '不能收款', html`<p>这笔转账已经结束：已收款、已撤销或超过 24 小时</p>`)}
<div class="push"></div><p id="problem" class="note" role="alert" style="color:var(--red)"></p>
<div id="choices" class="choices"><button class="button primary" data-outcome="confirm">收款</button>
<button class="button quiet" data-outcome="cancel">暂不收款</button></div>
${view.back === null ? null : html`<div id="return" style="padding:0 24px 16px" hidden><button id="back" class="button plain">返回商家</button></div>`}
<p class="note">这是本机的微信沙箱，不会产生真实收款</p></main>
<script>const sheet=${scriptValue({ packageInfo: view.packageInfo, back: view.back, state: view.state })};${new Markup(SCRIPT)}</script>`;
  return page({ title: '确认收款', body, styles: SHEET_STYLES });
}

function ended(id: string, sign: string, colour: string, title: string, text: Markup): Markup {
  return html`<section id="${id}" class="message done" hidden><span class="sign" style="background:${colour}">${sign}</span><h1>${title}</h1>${text}</section>`;
}

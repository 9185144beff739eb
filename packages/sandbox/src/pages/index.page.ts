import type { Share, TransferBill } from '../pay/records.ts';
import type { Callback, Refund, Store, Transaction } from '../state.ts';
import { page } from './layout.ts';
import { html, type Markup } from './markup.ts';
import { yuan } from './pay.page.ts';

const RECENT = 20;
const STYLES = `
.desk{max-width:1080px;margin:0 auto;padding:40px 20px 60px}.desk h1{font-size:26px}.desk>p{color:var(--soft);margin-top:6px;max-width:46em}
.links{display:flex;flex-wrap:wrap;gap:10px;margin:20px 0 8px}.links a{background:#fff;border-radius:10px;padding:8px 16px;color:var(--green-dark);font-weight:500}.links a:hover{box-shadow:0 4px 14px rgba(0,0,0,.08)}
.panel{background:#fff;border-radius:16px;margin-top:20px;padding:18px 20px;overflow-x:auto}.panel h2{font-size:17px;margin-bottom:8px}
table{border-collapse:collapse;width:100%;font-size:14px;white-space:nowrap}th{text-align:left;color:var(--faint);font-weight:400;padding:6px 14px 6px 0}td{padding:8px 14px 8px 0;border-top:1px solid var(--line);font-variant-numeric:tabular-nums}
.deposit{display:flex;gap:10px;align-items:center;margin-top:12px;font-size:14px}.deposit input{width:8em;border:1px solid var(--line);border-radius:8px;padding:6px 10px;margin-left:8px}.deposit button{background:var(--green);color:#fff;border-radius:8px;padding:6px 16px}
td.long{max-width:280px;overflow:hidden;text-overflow:ellipsis}.none{color:var(--faint);font-size:14px}
.state{border-radius:8px;padding:2px 8px;font-size:13px;background:#f2f2f2;color:var(--soft)}.good{background:#e6f8ee;color:#058a46}.bad{background:#feecec;color:#c93434}.busy{background:#fff4e5;color:#b26a12}`;

const TRADE = {
  NOTPAY: ['待支付', 'busy'],
  SUCCESS: ['已支付', 'good'],
  REFUND: ['有退款', ''],
  CLOSED: ['已关闭', ''],
} as const;
const REFUND = {
  PROCESSING: ['退款中', 'busy'],
  SUCCESS: ['已退款', 'good'],
  ABNORMAL: ['异常', 'bad'],
  CLOSED: ['已关闭', ''],
} as const;
const TRANSFER = {
  ACCEPTED: ['已受理', 'busy'],
  WAIT_USER_CONFIRM: ['待确认', 'busy'],
  TRANSFERING: ['转账中', 'busy'],
  SUCCESS: ['已到账', 'good'],
  FAIL: ['失败', 'bad'],
  CANCELING: ['撤销中', 'busy'],
  CANCELLED: ['已撤销', ''],
} as const;
const SHARE = { PROCESSING: ['处理中', 'busy'], FINISHED: ['已完成', 'good'] } as const;
const CALLBACK = { pending: ['等待送达', 'busy'], accepted: ['已送达', 'good'], exhausted: ['已放弃', 'bad'] } as const;

/** What this is, and what happened lately. Its links carry the key that opened it. */
export function indexPage(
  store: Store,
  facts: { mchid: string; appid: string; basicFen: number; availableFen: number },
  key: string,
): string {
  const body = html`<main class="desk"><h1>微信沙箱</h1>
<p>这里是运行在本机的“微信”：微信支付 API v3 与小程序服务端接口，按真实规则校验签名与参数，按真实节奏发送回调。商户号 ${facts.mchid}，应用 ${facts.appid}；不会产生真实扣款。</p>
<nav class="links"><a href="/?key=${key}">刷新</a><a href="/sandbox/api/control?key=${key}">控制接口</a></nav>
<section class="panel"><h2>基本账户</h2><p>余额 ¥${yuan(facts.basicFen)}，其中可用 ¥${yuan(facts.availableFen)}。收款后第二天可用；退款、转账、分账从这里出资。</p>
<form class="deposit" method="post" action="/sandbox/deposit?key=${key}"><label>充值（元）<input name="yuan" inputmode="decimal" required></label><button>充值</button></form></section>
${panel('支付', ['商户单号', '商品', '金额', '方式', '状态', '创建时间'], recent(store.transactions.all()).map(tradeRow))}
${panel('退款', ['退款单号', '商户单号', '退款金额', '状态', '申请时间'], recent(store.refunds.all()).map(refundRow))}
${panel('商家转账', ['商户单号', '备注', '金额', '状态', '发起时间'], recent(store.transfers.all()).map(transferRow))}
${panel('分账', ['分账单号', '支付单号', '接收方', '金额', '状态', '申请时间'], recent(store.shares.all()).map(shareRow))}
${panel('回调', ['事件', '单号', '地址', '次数', '最近结果', '状态'], recent(store.callbacks.all()).map(callbackRow))}</main>`;
  return page({ title: '微信沙箱', body, styles: STYLES });
}

function panel(title: string, heads: string[], rows: Markup[]): Markup {
  const table = html`<table><thead><tr>${heads.map((head) => html`<th>${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table>`;
  return html`<section class="panel"><h2>${title}</h2>${rows.length === 0 ? html`<p class="none">还没有记录</p>` : table}</section>`;
}

function tradeRow(trade: Transaction): Markup {
  return html`<tr><td>${trade.outTradeNo}</td><td class="long">${trade.description}</td><td>¥${yuan(trade.totalFen)}</td><td>${trade.tradeType}</td><td>${badge(TRADE[trade.state])}</td><td>${moment(trade.createdAtMs)}</td></tr>`;
}

function refundRow(refund: Refund): Markup {
  return html`<tr><td>${refund.outRefundNo}</td><td>${refund.outTradeNo}</td><td>¥${yuan(refund.refundFen)}</td><td>${badge(REFUND[refund.status])}</td><td>${moment(refund.createdAtMs)}</td></tr>`;
}

function transferRow(bill: TransferBill): Markup {
  return html`<tr><td>${bill.outBillNo}</td><td class="long">${bill.remark}</td><td>¥${yuan(bill.amountFen)}</td><td>${badge(TRANSFER[bill.state])}</td><td>${moment(bill.createdAtMs)}</td></tr>`;
}

function shareRow(share: Share): Markup {
  const who = share.unfreezes && share.parts.length === 0 ? '解冻给商户' : `${share.parts.length} 个`;
  const fen = share.parts.reduce((sum, part) => sum + part.amountFen, 0);
  return html`<tr><td>${share.outOrderNo}</td><td>${share.outTradeNo}</td><td>${who}</td><td>¥${yuan(fen)}</td><td>${badge(SHARE[share.state])}</td><td>${moment(share.createdAtMs)}</td></tr>`;
}

function callbackRow(callback: Callback): Markup {
  const last = callback.attempts.at(-1);
  const result = last ? `${last.status ?? '无应答'} ${last.note ?? ''}` : '尚未发送';
  return html`<tr><td>${callback.eventType}</td><td>${callback.number}</td><td class="long">${callback.url}</td><td>${callback.attempts.length}</td><td class="long">${result}</td><td>${badge(CALLBACK[callback.state])}</td></tr>`;
}

function badge([text, kind]: readonly [string, string]): Markup {
  return html`<span class="state ${kind}">${text}</span>`;
}

function moment(ms: number): string {
  return new Date(ms).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false });
}

function recent<T>(all: T[]): T[] {
  return all.slice(-RECENT).reverse();
}

import { linesOf, templateTitle } from '../mini-program/templates.ts';
import type { SubscribeMessage, TextMessage } from '../state.ts';
import { bar, page } from './layout.ts';
import { html } from './markup.ts';

const STYLES = `
.texts{padding:8px 16px 24px;display:grid;gap:12px;background:var(--ground);flex:1;align-content:start}.texts time{color:var(--faint);font-size:12px;text-align:center;margin-top:8px}
.texts p{background:#fff;border-radius:14px;padding:12px 14px;overflow-wrap:anywhere}.texts b{font-size:20px;letter-spacing:2px}.texts article{background:#fff;border-radius:14px;padding:12px 14px}.texts h3{font-size:15px;margin:0 0 8px}.texts dl{display:grid;grid-template-columns:auto 1fr;gap:4px 12px;margin:0 0 8px}.texts dt,.texts small{color:var(--faint)}.texts dd{margin:0;overflow-wrap:anywhere}
.none{color:var(--faint);text-align:center;padding:48px 16px}`;

const when = (atMs: number) => new Date(atMs).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false });

/** A subscribe message as WeChat's 服务通知 shows it. */
const noticeRow = ({ templateId, data, page: to }: SubscribeMessage) => html`<article data-template="${templateId}">
<h3>${templateTitle(templateId)}</h3><dl>${linesOf(templateId, data).map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>
<small>打开小程序：${to ?? '首页'}</small></article>`;

/** What a number got, texts and subscribe messages, the newest first: the shopper's phone. */
export function inboxPage(phone: string, texts: TextMessage[], notices: SubscribeMessage[]): string {
  const all = [
    ...texts.map((one) => ({ atMs: one.sentAtMs, row: html`<p data-code="${one.code}">${one.text}</p>` })),
    ...notices.map((one) => ({ atMs: one.sentAtMs, row: noticeRow(one) })),
  ].sort((a, b) => b.atMs - a.atMs);
  const rows = all.map(({ atMs, row }) => html`<time>${when(atMs)}</time>${row}`);
  const body = html`<main class="phone">${bar('短信与服务通知')}<section class="texts">${rows.length > 0 ? rows : html`<p class="none">${phone} 还没有收到短信或服务通知</p>`}</section>
<p class="note">这是本机的微信沙箱代替的手机，没有发出真实短信或通知</p></main>`;
  return page({ title: '短信与服务通知', body, styles: STYLES });
}

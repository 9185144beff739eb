import type { TextMessage } from '../state.ts';
import { bar, page } from './layout.ts';
import { html } from './markup.ts';

const STYLES = `
.texts{padding:8px 16px 24px;display:grid;gap:12px;background:var(--ground);flex:1;align-content:start}.texts time{color:var(--faint);font-size:12px;text-align:center;margin-top:8px}
.texts p{background:#fff;border-radius:14px;padding:12px 14px;overflow-wrap:anywhere}.texts b{font-size:20px;letter-spacing:2px}.none{color:var(--faint);text-align:center;padding:48px 16px}`;

/** The texts that a number got, the newest first: the shopper's phone. */
export function inboxPage(phone: string, texts: TextMessage[]): string {
  const rows = texts.map(
    (
      text,
    ) => html`<time>${new Date(text.sentAtMs).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false })}</time>
<p data-code="${text.code}">${text.text}</p>`,
  );
  const body = html`<main class="phone">${bar('短信')}<section class="texts">${rows.length > 0 ? rows : html`<p class="none">${phone} 还没有收到短信</p>`}</section>
<p class="note">这是本机的微信沙箱代替的手机，没有发出真实短信</p></main>`;
  return page({ title: '短信', body, styles: STYLES });
}

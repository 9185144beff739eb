import type { FastifyReply } from 'fastify';
import { html, Markup } from './markup.ts';

const STYLES = new Markup(`
:root{--green:#07c160;--green-dark:#06ad56;--ink:#191919;--soft:#6b6b6b;--faint:#9a9a9a;--line:#ececec;--ground:#ededed;--red:#fa5151;--orange:#fa9d3b}
*{box-sizing:border-box;margin:0}
html{-webkit-text-size-adjust:100%}
body{font:16px/1.5 -apple-system,BlinkMacSystemFont,"PingFang SC","Hiragino Sans GB","Noto Sans CJK SC","Noto Sans SC","Microsoft YaHei",sans-serif;color:var(--ink);background:var(--ground);min-height:100vh;min-height:100dvh}
button,input{font:inherit;color:inherit}
button{cursor:pointer;border:0;background:none}
a{color:inherit;text-decoration:none}
:focus-visible{outline:3px solid rgba(7,193,96,.35);outline-offset:2px}
.phone{background:#fff;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column;position:relative;overflow:hidden}
@media(min-width:560px){.phone{width:400px;min-height:780px;margin:40px auto;border-radius:28px;box-shadow:0 24px 60px rgba(0,0,0,.14)}}
.bar{display:flex;align-items:center;justify-content:center;gap:8px;height:52px;font-weight:600;position:relative}
.bar .tag{position:absolute;right:16px;font-size:12px;font-weight:400;color:var(--faint);border:1px solid var(--line);border-radius:10px;padding:1px 8px}
.avatar{width:44px;height:44px;border-radius:10px;display:grid;place-items:center;color:#fff;font-weight:600;font-size:19px;flex:none}
.button{display:block;width:100%;height:50px;border-radius:10px;font-weight:600;font-size:17px;text-align:center;transition:background .15s,opacity .15s}
.button:disabled{opacity:.45;cursor:default}
.primary{background:var(--green);color:#fff}.primary:hover:enabled,.primary:active:enabled{background:var(--green-dark)}
.plain{background:#f2f2f2;color:var(--green)}.plain:hover:enabled{background:#e9e9e9}
.quiet{color:var(--soft);font-weight:400;font-size:15px}.quiet:hover:enabled{color:var(--ink)}
.note{font-size:12px;color:var(--faint);text-align:center;padding:0 24px 20px}
.push{flex:1}
.message{padding:72px 32px 24px;text-align:center}.message h1{font-size:20px;margin:20px 0 6px}.message p{color:var(--soft);overflow-wrap:anywhere}
.sign{width:68px;height:68px;border-radius:50%;display:inline-grid;place-items:center;color:#fff;font-size:34px}
[hidden]{display:none!important}
`);

/** A whole page: no outside request, everything inline. */
export function page({ title, body, styles }: { title: string; body: Markup; styles?: string }): string {
  const document = html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${STYLES}${new Markup(styles ?? '')}</style>
</head>
<body>
${body}
</body>
</html>
`;
  return document.text;
}

/** The title bar of a phone page, marked as sandbox. */
export function bar(title: string): Markup {
  return html`<header class="bar">${title}<span class="tag">沙箱</span></header>`;
}

const HUES = [
  ['#ff9a8b', '#ff6a88'],
  ['#7f9cf5', '#5566d6'],
  ['#f6b25f', '#ee8a3c'],
  ['#5cc8b4', '#2f9e8f'],
  ['#b58df0', '#8a5fd3'],
  ['#6fb7f2', '#3d87d8'],
  ['#ef8fb4', '#d75c8f'],
  ['#9bbf6b', '#6f9a3e'],
] as const;

/** A square with the first character of the name, always in the person's own colour. */
export function avatar(name: string, seed: string): Markup {
  const hash = [...seed].reduce((sum, sign) => (sum * 37 + (sign.codePointAt(0) ?? 0)) % 9973, 0);
  const [light, dark] = HUES[hash % HUES.length] ?? HUES[0];
  const colours = `background:linear-gradient(140deg,${light},${dark})`;
  return html`<span class="avatar" style="${colours}" aria-hidden="true">${[...name][0] ?? '微'}</span>`;
}

/** A page that says why nothing can be done here. */
export function problemPage(title: string, message: string, back: string | null): string {
  return messagePage({ heading: '微信', sign: '!', colour: 'var(--red)', title, message, back });
}

/** A page with one sign and one sentence. */
export function messagePage(view: {
  heading: string;
  sign: string;
  colour: string;
  title: string;
  message: string;
  back: string | null;
}): string {
  const { heading, sign, colour, title, message, back } = view;
  const body = html`<main class="phone">${bar(heading)}
<section class="message" role="alert"><span class="sign" style="background:${colour}">${sign}</span><h1>${title}</h1><p>${message}</p></section>
<div class="push"></div>
${back === null ? null : html`<div style="padding:0 32px 16px"><a class="button plain" style="line-height:50px" href="${back}">返回商家</a></div>`}
<p class="note">这是本机的微信沙箱，不会产生真实扣款</p></main>`;
  return page({ title, body });
}

export function show(reply: FastifyReply, page: string, status = 200): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').header('Cache-Control', 'no-store').send(page);
}

import type { FastifyInstance, FastifyReply } from 'fastify';
import { appOf } from '../apps.ts';
import type { Context } from '../context.ts';
import { issueCode, personCalled } from '../people.ts';
import type { OauthScope } from '../state.ts';
import { problemPage, show } from './layout.ts';
import { loginPage, outsidePage } from './login.page.ts';
import { returnAddress } from './return-address.ts';
import { inWechat } from './user-agent.ts';

type Query = Record<string, string | undefined>;
interface Ask {
  appid: string;
  scope: OauthScope;
  redirect: string;
  state: string;
}
const SCOPES: readonly string[] = ['snsapi_base', 'snsapi_userinfo'];
const PERSON = /(?:^|; )sandbox_person=([^;]+)/;
const KNOWN_SECONDS = 60;
const CAST_SHOWN = 6;
const NEWEST_SHOWN = 2;

/**
 * The official account's authorisation, at open.weixin.qq.com in reality: `/connect/oauth2/authorize` leads back with a code. As
 * there it opens in WeChat's browser only; for a developer's browser one button stands in for WeChat.
 */
export function authorizeRoutes(app: FastifyInstance, context: Context): void {
  const { store, settings } = context;
  app.get<{ Querystring: Query }>('/connect/oauth2/authorize', ({ query, url, headers }, reply) => {
    const ask = askOf(context, query);
    if (typeof ask === 'string') return show(reply, problemPage('无法访问', ask, null), 400);
    if (!inWechat(headers) && query.sandbox_browser !== 'wechat')
      return show(reply, outsidePage(`${url}&sandbox_browser=wechat`));
    // Who was chosen a moment ago is known, as WeChat knows who it is: a second question of the same login asks nothing.
    const chosen = PERSON.exec(headers.cookie ?? '')?.[1];
    if (chosen) return leave(reply, context, ask, decodeURIComponent(chosen));
    const everybody = store.people.all();
    const people = [...everybody.slice(0, CAST_SHOWN), ...everybody.slice(CAST_SHOWN).slice(-NEWEST_SHOWN)];
    return show(reply, loginPage({ merchantName: settings.merchantName, people, ...ask }));
  });

  app.post<{ Body: Query | null }>('/sandbox/authorize', ({ body }, reply) => {
    const ask = askOf(context, { ...body, redirect_uri: body?.redirect, response_type: 'code' });
    if (typeof ask === 'string') return show(reply, problemPage('无法访问', ask, null), 400);
    return leave(reply, context, ask, body?.person);
  });
}

function leave(reply: FastifyReply, context: Context, ask: Ask, called: string | undefined): FastifyReply {
  const { id: personId } = personCalled(context, called);
  reply.header(
    'set-cookie',
    `sandbox_person=${encodeURIComponent(personId)}; Path=/; Max-Age=${KNOWN_SECONDS}; HttpOnly; SameSite=Lax`,
  );
  const { appid, scope } = ask;
  const code = issueCode(context.store, { kind: 'oauth', appid, scope, personId }, context.now());
  return reply.redirect(returnAddress(ask.redirect, { code, state: ask.state }) ?? '/', 303);
}

/** What the page asks for, or what WeChat says is wrong with it. */
function askOf({ keys, settings }: Context, query: Query): Ask | string {
  const app = appOf(keys.merchant, query.appid);
  const redirect = query.redirect_uri ?? '';
  const scope = query.scope ?? '';
  if (!app) return 'AppID 参数错误';
  if (app.kind !== 'official-account' || !SCOPES.includes(scope)) return 'Scope 参数错误或没有 Scope 权限';
  if (!returnAddress(redirect) || !isOwnDomain(redirect, settings.oauthDomains)) return 'redirect_uri 参数错误';
  if (query.response_type !== 'code') return 'response_type 参数错误';
  return { appid: app.appid, scope: scope as OauthScope, redirect, state: query.state ?? '' };
}

/** 网页授权域名: set in the account's console; null lets every domain. */
const isOwnDomain = (address: string, domains: string[] | null): boolean =>
  domains === null || domains.includes(new URL(address).hostname);

import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { apiServer } from '../mini-program/api-server.ts';
import { ApiBody } from '../mini-program/body.ts';
import { checkToken } from '../mini-program/tokens.ts';
import { sendBusinessMessage, sendTemplateMessage } from './messages.ts';
import { oauthToken, userInfo } from './oauth.ts';
import { jsapiTicket } from './ticket.ts';

/** What lives at api.weixin.qq.com for official accounts. */
export function officialAccountRoutes(app: FastifyInstance, context: Context): void {
  const { officialAppid } = context.keys.merchant;
  const { on, withToken } = apiServer(app, context, officialAppid);
  on('GET', '/sns/oauth2/access_token', ({ query }) => oauthToken(context, query));
  on('GET', '/sns/userinfo', ({ query }) => userInfo(context, query));
  on('GET', '/cgi-bin/ticket/getticket', ({ query }) => {
    checkToken(context, query.access_token, officialAppid);
    return jsapiTicket(context, query);
  });
  withToken('/cgi-bin/message/template/send', (body) => sendTemplateMessage(context, new ApiBody(body)));
  withToken('/cgi-bin/message/subscribe/bizsend', (body) => sendBusinessMessage(context, new ApiBody(body)));
}

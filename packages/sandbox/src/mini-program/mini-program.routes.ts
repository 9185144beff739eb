import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { apiServer } from './api-server.ts';
import { ApiBody } from './body.ts';
import { unlimitedCode } from './code-image.ts';
import { checkMedia, checkText } from './content.ts';
import { codeToSession, phoneNumber } from './login.ts';
import { sendSubscribeMessage } from './messages.ts';
import { getOrderList, remindReceipt, reportSpecialOrder, setJumpPath, tradeManaged } from './orders.ts';
import { OK } from './refusal.ts';
import { getOrder, uploadCombinedShipping, uploadShipping } from './shipping.ts';
import { templateList } from './templates.ts';
import { stableToken, token } from './tokens.ts';

/** What lives at api.weixin.qq.com for mini programs. */
export function miniProgramRoutes(app: FastifyInstance, context: Context): void {
  const { on, withToken, readWithToken } = apiServer(app, context, context.keys.merchant.appid);
  on('GET', '/sns/jscode2session', ({ query }) => codeToSession(context, query));
  on('GET', '/cgi-bin/token', ({ query }) => token(context, query));
  on('POST', '/cgi-bin/stable_token', (call) => stableToken(context, new ApiBody(call.body())));
  withToken('/wxa/business/getuserphonenumber', (body) => phoneNumber(context, new ApiBody(body)));
  withToken('/wxa/getwxacodeunlimit', (body) => unlimitedCode(context, new ApiBody(body)));
  withToken('/cgi-bin/message/subscribe/send', (body) => sendSubscribeMessage(context, new ApiBody(body)));
  readWithToken('/wxaapi/newtmpl/gettemplate', () => ({ ...OK, data: templateList() }));
  withToken('/wxa/msg_sec_check', (body) => checkText(context, new ApiBody(body)));
  withToken('/wxa/media_check_async', (body) => checkMedia(context, new ApiBody(body)));
  withToken('/wxa/sec/order/upload_shipping_info', (body) => uploadShipping(context, body));
  withToken('/wxa/sec/order/upload_combined_shipping_info', (body) => uploadCombinedShipping(context, body));
  orderRoutes(context, withToken);
}

type WithToken = ReturnType<typeof apiServer>['withToken'];
function orderRoutes(context: Context, withToken: WithToken): void {
  const on = (name: string, handler: (context: Context, body: ApiBody, name: string) => Record<string, unknown>) =>
    withToken(`/wxa/sec/order/${name}`, (body) => handler(context, new ApiBody(body), name));
  on('get_order', getOrder);
  on('get_order_list', getOrderList);
  on('notify_confirm_receive', remindReceipt);
  on('set_msg_jump_path', setJumpPath);
  on('opspecialorder', reportSpecialOrder);
  on('is_trade_managed', tradeManaged);
  on('is_trade_management_confirmation_completed', (c, body) => tradeManaged(c, body, 'completed'));
}

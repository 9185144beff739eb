import type { Context } from '../context.ts';
import type { ApiBody } from '../mini-program/body.ts';
import { checkedData } from '../mini-program/message-values.ts';
import { addressee, keepMessage, useQuota } from '../mini-program/messages.ts';
import { ApiRefusal, OK } from '../mini-program/refusal.ts';

/** `/cgi-bin/message/template/send`: to followers only. Refuses with 40003, 40037, 43004, 47003. */
export function sendTemplateMessage(context: Context, body: ApiBody): Record<string, unknown> {
  const { openid, templateId } = addressee(context, body, context.keys.merchant.officialAppid);
  if (!context.store.followers.get(openid)) throw new ApiRefusal(43004, 'require subscribe');
  const data = checkedData(body.object('data'));
  const page = body.object('miniprogram')?.text('pagepath') ?? body.text('url') ?? null;
  const again = body.text('client_msg_id');
  const known = again && context.store.messageIds.get(again);
  if (known) return { ...OK, msgid: known };
  keepMessage(context, { openid, templateId, page, data });
  const msgid = 200_000_000 + context.store.messages.all().length;
  if (again) context.store.messageIds.put(again, msgid);
  return { ...OK, msgid };
}

/** `/cgi-bin/message/subscribe/bizsend`: one acceptance, one message, followers or not. Refuses with 40003, 40037, 47003, 43101. */
export function sendBusinessMessage(context: Context, body: ApiBody): Record<string, unknown> {
  const { openid, templateId } = addressee(context, body, context.keys.merchant.officialAppid);
  const data = checkedData(body.object('data'));
  useQuota(context, openid, templateId);
  keepMessage(context, { openid, templateId, page: body.text('page') ?? null, data });
  return { ...OK };
}

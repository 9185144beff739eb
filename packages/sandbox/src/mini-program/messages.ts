import { randomUUID } from 'node:crypto';
import type { Context } from '../context.ts';
import { personOfOpenid } from '../people.ts';
import type { ApiBody } from './body.ts';
import { checkedData } from './message-values.ts';
import { ApiRefusal, OK } from './refusal.ts';
import { checkKeys } from './templates.ts';

const quotaKey = (openid: string, templateId: string) => `${openid}/${templateId}`;

/** The person accepted, in the mini program or the official account: one more message of each template. */
export function acceptSubscription({ store }: Context, openid: string, templateIds: string[]): void {
  for (const templateId of templateIds) {
    const key = quotaKey(openid, templateId);
    store.quotas.put(key, (store.quotas.get(key) ?? 0) + 1);
  }
}

/** `/cgi-bin/message/subscribe/send`: one acceptance, one message. Refuses with 40003, 40037, 47003, 43101. */
export function sendSubscribeMessage(context: Context, body: ApiBody): Record<string, unknown> {
  const state = body.text('miniprogram_state') ?? 'formal';
  const { openid, templateId } = addressee(context, body, context.keys.merchant.appid);
  if (!['developer', 'trial', 'formal'].includes(state))
    throw new ApiRefusal(47003, 'argument invalid! miniprogram_state');
  const data = checkedData(body.object('data'));
  checkKeys(templateId, data);
  useQuota(context, openid, templateId);
  keepMessage(context, { openid, templateId, page: body.text('page') ?? null, data });
  return { ...OK };
}

/** Of the app. Refuses with 40003, 40037. */
export function addressee({ store }: Context, body: ApiBody, appid: string): { openid: string; templateId: string } {
  const openid = body.text('touser') ?? '';
  if (!personOfOpenid(store, openid, appid)) throw new ApiRefusal(40003, 'invalid openid');
  const templateId = body.text('template_id') ?? '';
  if (!/^[0-9A-Za-z_-]{1,64}$/.test(templateId)) throw new ApiRefusal(40037, 'invalid template_id');
  return { openid, templateId };
}

/** Refuses with 43101 when every acceptance is used up. */
export function useQuota({ store }: Context, openid: string, templateId: string): void {
  const key = quotaKey(openid, templateId);
  const quota = store.quotas.get(key) ?? 0;
  if (quota < 1) throw new ApiRefusal(43101, 'user refuse to accept the msg');
  store.quotas.put(key, quota - 1);
}

type Message = { openid: string; templateId: string; page: string | null; data: Record<string, string> };
export function keepMessage({ store, now }: Context, message: Message): string {
  const id = randomUUID();
  store.messages.put(id, { id, ...message, sentAtMs: now() });
  return id;
}

import { randomUUID } from 'node:crypto';
import type { Context } from '../context.ts';
import { personOfOpenid } from '../people.ts';
import type { ApiBody } from './body.ts';
import { ApiRefusal, OK } from './refusal.ts';

/** What a value may look like, by the kind its key begins with. Source: 小程序订阅消息, 参数类型. */
const VALUE_RULES: Record<string, RegExp> = {
  thing: /^.{1,20}$/su,
  number: /^-?\d[\d.]{0,31}$/,
  letter: /^[A-Za-z]{1,32}$/,
  symbol: /^[^\p{L}\p{N}\s]{1,5}$/u,
  character_string: /^[\x20-\x7e]{1,32}$/,
  time: /^(\d{4}[年/-]\d{1,2}[月/-]\d{1,2}日?\s*)?\d{1,2}:\d{2}(:\d{2})?(\s*~.*)?$/,
  date: /^\d{4}[年/-]\d{1,2}[月/-]\d{1,2}日?(\s*\d{1,2}:\d{2}(:\d{2})?)?(\s*~.*)?$/,
  amount: /^[¥￥$]?\d{1,10}(\.\d{1,2})?元?$/,
  phone_number: /^[\d+\-() ]{1,17}$/,
  car_number: /^.{1,8}$/u,
  name: /^([\p{Script=Han}·]{1,10}|[A-Za-z .]{1,20})$/u,
  phrase: /^\p{Script=Han}{1,5}$/u,
};

const quotaKey = (openid: string, templateId: string) => `${openid}/${templateId}`;

/** `wx.requestSubscribeMessage`, accepted: one more message of each template. */
export function acceptSubscription({ store }: Context, openid: string, templateIds: string[]): void {
  for (const templateId of templateIds) {
    const key = quotaKey(openid, templateId);
    store.quotas.put(key, (store.quotas.get(key) ?? 0) + 1);
  }
}

/** `/cgi-bin/message/subscribe/send`: one acceptance, one message. Refuses with 40003, 40037, 47003, 43101. */
export function sendSubscribeMessage(context: Context, body: ApiBody): Record<string, unknown> {
  const { store } = context;
  const openid = body.text('touser') ?? '';
  if (!personOfOpenid(store, openid)) throw new ApiRefusal(40003, 'invalid openid');
  const templateId = body.text('template_id') ?? '';
  if (!/^[0-9A-Za-z_-]{1,64}$/.test(templateId)) throw new ApiRefusal(40037, 'invalid template_id');
  const state = body.text('miniprogram_state') ?? 'formal';
  if (!['developer', 'trial', 'formal'].includes(state))
    throw new ApiRefusal(47003, 'argument invalid! miniprogram_state');
  const data = checkedData(body.object('data'));
  const key = quotaKey(openid, templateId);
  const quota = store.quotas.get(key) ?? 0;
  if (quota < 1) throw new ApiRefusal(43101, 'user refuse to accept the msg');
  store.quotas.put(key, quota - 1);
  const id = randomUUID();
  store.messages.put(id, { id, openid, templateId, page: body.text('page') ?? null, data, sentAtMs: context.now() });
  return { ...OK };
}

function checkedData(data: ApiBody | undefined): Record<string, string> {
  const names = data?.names() ?? [];
  if (!data || names.length === 0) throw new ApiRefusal(47003, 'argument invalid! data is empty');
  return Object.fromEntries(
    names.map((name) => {
      const value = data.object(name)?.text('value') ?? '';
      const rule = VALUE_RULES[name.replace(/\d+$/, '')];
      if (!rule?.test(value)) throw new ApiRefusal(47003, `argument invalid! data.${name}.value is invalid`);
      return [name, value];
    }),
  );
}

import { appOf } from '../../apps.ts';
import type { Context } from '../../context.ts';
import { personOfOpenid } from '../../people.ts';
import type { Call } from '../call.ts';
import { checkBody } from '../fields.ts';
import type { ReceiverType } from '../records.ts';
import { invalidRequest, PayRefusal, paramError } from '../refusal.ts';
import { opened } from '../sensitive.ts';
import { addReceiverFields, deleteReceiverFields, type ReceiverBody } from './shapes.ts';

const MOST = 20_000;
export const receiverKey = ({ type, account }: { type: ReceiverType; account: string }) => `${type}/${account}`;

/** Makes somebody known who may be given shares; once more is fine. */
export function addReceiver(context: Context, call: Call): Record<string, unknown> {
  const body = checkBody<ReceiverBody>(call.body(), addReceiverFields);
  const { type, account, name, relation_type, custom_relation } = body;
  checkAppid(context, body.appid);
  if ((relation_type === 'CUSTOM') !== (custom_relation !== undefined))
    throw paramError('relation_type为CUSTOM时custom_relation必填，否则无需填写');
  if (type === 'MERCHANT_ID' && name === undefined) throw paramError('分账接收方类型是MERCHANT_ID时，商户全称name必填');
  const { receivers } = context.store;
  if (receivers.all().length >= MOST && !receivers.get(receiverKey(body)))
    throw new PayRefusal(403, 'RULE_LIMIT', '分账接收方数量超过上限');
  checkName(context, call, body);
  receivers.put(receiverKey(body), { type, account, relation: relation_type, isActive: true });
  return { type, account, ...(name ? { name } : {}), relation_type, ...(custom_relation ? { custom_relation } : {}) };
}

export function deleteReceiver(context: Context, call: Call): Record<string, unknown> {
  const body = checkBody<ReceiverBody>(call.body(), deleteReceiverFields);
  checkAppid(context, body.appid);
  const { receivers } = context.store;
  const known = receivers.get(receiverKey(body));
  if (!known?.isActive) throw invalidRequest('分账接收方不存在');
  receivers.put(receiverKey(body), { ...known, isActive: false });
  return { type: body.type, account: body.account };
}

export function checkAppid({ keys }: Context, appid: string): void {
  if (!appOf(keys.merchant, appid)) throw new PayRefusal(400, 'APPID_MCHID_NOT_MATCH', 'appid和mchid不匹配');
}

/** A name that is given is checked: of a person against who they are here. */
export function checkName(
  { keys, store }: Context,
  call: Call,
  who: { type: ReceiverType; account: string; name?: string },
): void {
  if (who.name === undefined) return;
  const name = opened(keys, call, who.name);
  if (who.type === 'PERSONAL_OPENID' && personOfOpenid(store, who.account)?.name !== name)
    throw invalidRequest('微信用户姓名与实名不一致');
}

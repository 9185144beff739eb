import { randomUUID } from 'node:crypto';
import type { Context } from '../context.ts';
import { personOfOpenid } from '../people.ts';
import type { ApiBody } from './body.ts';
import { ApiRefusal, OK } from './refusal.ts';

/** A few words of each kind, enough to try both answers; the labels are WeChat's. */
const RISKY_WORDS: readonly { label: number; words: readonly string[] }[] = [
  { label: 20002, words: ['色情', '裸聊', '约炮'] },
  { label: 20006, words: ['毒品', '枪支', '代开发票', '办假证', '赌博', '博彩'] },
  { label: 20008, words: ['刷单返利', '套现', '稳赚不赔'] },
];
const DOUBTFUL = { label: 10001, words: ['加微信', '加我微信', '代购返现'] };
const NORMAL = 100;

/** `/wxa/msg_sec_check` version 2. Refuses with 40003, 40129, 43104, 47001, 61010. */
export function checkText(context: Context, body: ApiBody): Record<string, unknown> {
  const content = body.text('content') ?? '';
  if (body.integer('version') !== 2) throw new ApiRefusal(47001, 'data format error: version');
  if (![1, 2, 3, 4].includes(body.integer('scene') ?? 0)) throw new ApiRefusal(40129, 'invalid scene');
  if (content === '' || [...content].length > 2500) throw new ApiRefusal(47001, 'data format error: content');
  checkVisitor(context, body.text('openid') ?? '');
  const { suggest, label } = judge(content);
  return {
    ...OK,
    detail: [{ strategy: 'content_model', errcode: 0, suggest, label, prob: 90 }],
    trace_id: randomUUID(),
    result: { suggest, label },
  };
}

const RECENT_MS = 2 * 3_600_000;
/** Somebody of the mini program, who was in it within two hours. */
function checkVisitor({ store, keys, now }: Context, openid: string): void {
  if (!personOfOpenid(store, openid)) throw new ApiRefusal(40003, 'invalid openid');
  if (!personOfOpenid(store, openid, keys.merchant.appid)) throw new ApiRefusal(43104, 'appid not match openid');
  if (now() - (store.visits.get(openid) ?? 0) > RECENT_MS) throw new ApiRefusal(61010, 'code is expired');
}

function judge(content: string): { suggest: 'pass' | 'review' | 'risky'; label: number } {
  const squeezed = content.replace(/\s+/g, '');
  const risky = RISKY_WORDS.find(({ words }) => words.some((word) => squeezed.includes(word)));
  if (risky) return { suggest: 'risky', label: risky.label };
  const doubtful = DOUBTFUL.words.some((word) => squeezed.includes(word));
  return doubtful ? { suggest: 'review', label: DOUBTFUL.label } : { suggest: 'pass', label: NORMAL };
}

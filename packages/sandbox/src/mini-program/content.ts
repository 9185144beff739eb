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

const LOAD_MS = 5_000;
const UNLOADABLE = -1008;
/** A picture whose address holds this word is refused, so that both answers can be tried. */
const RISKY_ADDRESS = 'risky';

/** `/wxa/media_check_async` version 2: loads the address and tells `wxa_media_check` by the message push. Refuses as `checkText`. */
export function checkMedia(context: Context, body: ApiBody): Record<string, unknown> {
  if (body.integer('version') !== 2) throw new ApiRefusal(47001, 'data format error: version');
  if (![1, 2].includes(body.integer('media_type') ?? 0)) throw new ApiRefusal(47001, 'data format error: media_type');
  if (![1, 2, 3, 4].includes(body.integer('scene') ?? 0)) throw new ApiRefusal(40129, 'invalid scene');
  const address = body.text('media_url') ?? '';
  if (!/^https?:\/\/\S+$/.test(address)) throw new ApiRefusal(47001, 'data format error: media_url');
  checkVisitor(context, body.text('openid') ?? '');
  const trace_id = randomUUID();
  void tellMedia(context, address, trace_id);
  return { ...OK, trace_id };
}

async function tellMedia(context: Context, address: string, trace_id: string): Promise<void> {
  const loaded = await fetch(address, { signal: AbortSignal.timeout(LOAD_MS) })
    .then(async (answer) => (await answer.arrayBuffer()).byteLength > 0 && answer.ok)
    .catch(() => false);
  const head = { appid: context.keys.merchant.appid, trace_id, version: 2 };
  const isRisky = address.includes(RISKY_ADDRESS);
  const result = isRisky ? { suggest: 'risky', label: 20002 } : { suggest: 'pass', label: NORMAL };
  const detail = [{ strategy: 'content_model', errcode: 0, ...result, prob: 90 }];
  const verdict = loaded
    ? { errcode: 0, errmsg: 'ok', detail, result }
    : { errcode: UNLOADABLE, errmsg: 'invalid media' };
  context.pushes.tell('wxa_media_check', { ...head, ...verdict });
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

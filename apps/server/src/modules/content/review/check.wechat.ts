import { WechatApiError } from '@jishi/wechat';
import { MINUTE, nowMs } from '../../../kernel/clock.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { openidOf } from '../../identity/customer/index.ts';
import { fieldOf, type MerchantAccount, type Pushed, wechatOf } from '../../identity/tenant/index.ts';
import { checksOf, insertChecks, keepVerdict, overdueReviews } from './check.store.ts';
import { stateByVerdicts, type Verdict } from './review.rules.ts';
import { locked, show } from './review.service.ts';
import { lockReview, type ReviewRow, reviewRow, turnReview } from './review.store.ts';

const COMMENT = 2;
const PICTURE = 2;
/** WeChat says of a picture within half an hour what it thinks. */
const OVERDUE_MS = 40 * MINUTE;
const AT_ONCE = 200;

const DOUBTS = {
  review: '微信内容安全认为需要人工看一看',
  risky: '微信内容安全认为有风险',
  unknown: '微信没有给出检查结果',
  stranger: '顾客没有用过小程序，微信不能代为检查',
} as const;

/** Asks WeChat about the words and pictures of a review; one without either is shown at once. */
export async function askAboutReview(platform: Platform, tenantId: number, reviewId: string): Promise<void> {
  const { database, log } = platform;
  const db = database.forTenant(tenantId);
  const row = await reviewRow(db, tenantId, reviewId);
  if (row?.status !== 'checking') return;
  const words = [row.words, row.added_words ?? ''].filter(Boolean).join('\n');
  const known = new Set((await checksOf(db, tenantId, reviewId)).map(({ picture }) => picture));
  const pictures = [...row.pictures, ...(row.added_pictures ?? [])].filter((picture) => !known.has(picture));
  if (words === '' && pictures.length === 0) return conclude(platform, tenantId, reviewId, []);
  try {
    const account = await wechatOf(platform).account(tenantId);
    const openid = await openidOf(db, tenantId, row.customer_id, account.appid);
    if (!openid) return conclude(platform, tenantId, reviewId, ['review'], DOUBTS.stranger);
    const verdict = words === '' ? 'pass' : await verdictOfWords(account, openid, words);
    if (verdict !== 'pass') return conclude(platform, tenantId, reviewId, [verdict]);
    const checks = await Promise.all(
      pictures.map(async (picture) => ({ picture, trace: await askAboutPicture(platform, account, openid, picture) })),
    );
    await database.inTx(tenantId, (tx) => insertChecks(tx, tenantId, reviewId, checks));
  } catch (error) {
    // What may pass is tried again by the job; the sweeper leaves it to staff when it takes too long.
    const isFinal = error instanceof Refusal || (error instanceof WechatApiError && !error.retryable);
    if (!isFinal) throw error;
    log.warn({ err: error, tenantId, reviewId }, 'WeChat does not check a review');
    return conclude(platform, tenantId, reviewId, ['review'], DOUBTS.unknown);
  }
  return conclude(platform, tenantId, reviewId, []);
}

async function verdictOfWords({ miniProgram }: MerchantAccount, openid: string, content: string): Promise<Verdict> {
  return (await miniProgram.checkText({ openid, scene: COMMENT, content })).suggest;
}

const askAboutPicture = (
  { config }: Platform,
  { miniProgram, notifyBaseUrl }: MerchantAccount,
  openid: string,
  picture: string,
): Promise<string> =>
  miniProgram.checkMedia({
    openid,
    scene: COMMENT,
    media_type: PICTURE,
    media_url: `${notifyBaseUrl ?? config.publicUrl}${picture}`,
  });

/** `wxa_media_check`: what WeChat thinks of a picture. One that it could not load is for staff. */
export async function pictureVerdict(tx: Tx, tenantId: number, message: Pushed): Promise<void> {
  const trace = fieldOf(message, 'trace_id');
  if (!trace) return;
  const { suggest } = (message.result ?? {}) as { suggest?: unknown };
  const verdict: Verdict = suggest === 'pass' || suggest === 'risky' ? suggest : 'review';
  const reviewId = await keepVerdict(tx, tenantId, trace, verdict);
  if (reviewId) await decide(tx, tenantId, reviewId, []);
}

const conclude = ({ database }: Platform, tenantId: number, id: string, said: Verdict[], doubt?: string) =>
  database.inTx(tenantId, (tx) => decide(tx, tenantId, id, said, doubt));

/** Turns a review that is being checked by what WeChat `said` now and of its pictures. */
async function decide(tx: Tx, tenantId: number, id: string, said: readonly Verdict[], doubt?: string): Promise<void> {
  const row = await lockReview(tx, tenantId, id);
  if (row?.status !== 'checking') return;
  const verdicts = [...said, ...(await checksOf(tx, tenantId, id)).map(({ verdict }) => verdict)];
  const state = stateByVerdicts(verdicts);
  if (state === 'shown') await show(tx, tenantId, row);
  if (state === 'waiting') await leaveToStaff(tx, tenantId, row, doubt ?? doubtOf(verdicts));
}

const doubtOf = (verdicts: readonly (Verdict | null)[]): string =>
  verdicts.includes('risky') ? DOUBTS.risky : DOUBTS.review;

const leaveToStaff = (tx: Tx, tenantId: number, row: ReviewRow, doubt: string) =>
  turnReview(tx, tenantId, row, 'waiting', { doubt });

/** Leaves to staff what WeChat has not decided in time. */
export async function giveUpWaiting({ database }: Platform, tenantId: number): Promise<void> {
  const before = new Date(nowMs() - OVERDUE_MS);
  for (const { id } of await overdueReviews(database.forTenant(tenantId), tenantId, before, AT_ONCE))
    await database.inTx(tenantId, async (tx) => {
      const row = await locked(tx, tenantId, id);
      if (row.status === 'checking') await leaveToStaff(tx, tenantId, row, DOUBTS.unknown);
    });
}

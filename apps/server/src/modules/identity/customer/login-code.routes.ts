import { networkOf } from '../../../kernel/address.ts';
import { DAY, nowMs } from '../../../kernel/clock.ts';
import { newDigits, newId } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { keepFor } from '../../../platform/jobs/index.ts';
import type { Platform } from '../../../platform/platform.ts';
import { SmsError } from '../../../platform/sms/sms.ts';
import { phoneOf } from '../region/index.ts';
import { smsFor } from '../tenant/index.ts';
import type { OwnerProof } from './former-owner.ts';
import * as api from './login-code.api.ts';
import * as rules from './login-code.rules.ts';
import * as store from './login-code.store.ts';
import type { SignIn } from './sign-in.ts';

const refuse = api.loginCodeRefusals;

/** Phone numbers that are proved with a code. */
export function loginCodeRoutes(platform: Platform, signIn: SignIn): void {
  const { http } = platform;
  http.steps(api.sendLoginCode, async ({ actor: { tenantId }, body, req, reply }) => {
    reply.code(202);
    return sendCode(platform, tenantId, mainland(body.phone), networkOf(req.ip));
  });
  http.steps(api.loginByPhone, async ({ actor: { tenantId }, body, req }) => {
    const phone = mainland(body.phone);
    const codeId = await provedBy(platform, tenantId, phone, body.code);
    return signIn.open(tenantId, { phone, proof: proofOf(body) }, req, using(tenantId, codeId));
  });
  http.steps(api.bindPhoneByCode, async ({ actor, body }) => {
    const phone = mainland(body.phone);
    const codeId = await provedBy(platform, actor.tenantId, phone, body.code);
    return signIn.bind(actor, { phone, proof: proofOf(body) }, using(actor.tenantId, codeId));
  });
  // Limits look back a day.
  keepFor(platform, 'customer_code', 'created_at', 48);
}

const proofOf = ({ receiver, anew }: { receiver?: string; anew?: boolean }): OwnerProof | undefined =>
  anew ? 'anew' : receiver === undefined ? undefined : { receiver };

/** A code opens one door once, together with what it opens. */
const using = (tenantId: number, codeId: string) => async (tx: Tx) => {
  if (!(await store.useCode(tx, tenantId, codeId))) throw refuse.CODE_WRONG();
};

/** Text messages go to mainland numbers. Refuses with PHONE_MAINLAND. */
function mainland(text: string): string {
  const phone = phoneOf(text);
  if (!phone || phone.startsWith('+')) {
    const refusal = refuse.PHONE_MAINLAND();
    refusal.facts.errors = [{ field: 'phone', message: refusal.message }];
    throw refusal;
  }
  return phone;
}

/** The intent is written down first, so that the limits hold whatever becomes of the text. */
async function sendCode(platform: Platform, tenantId: number, phone: string, network: string) {
  const { database, secrets, config, log } = platform;
  const { sms, inboxOf } = await smsFor(platform, tenantId);
  const code = newDigits(rules.CODE_DIGITS);
  const marks = { phone: secrets.mark(tenantId, 'phone', phone), network: secrets.mark(tenantId, 'network', network) };
  const row = await database.inTx(tenantId, async (tx) => {
    await store.lockCodes(tx, tenantId);
    const at = nowMs();
    const sent = await store.sentSince(tx, tenantId, marks, new Date(at - DAY));
    const seconds = rules.waitSeconds(sent, at, config.limitScale);
    if (seconds > 0) throw tooOften(seconds);
    const made = {
      id: newId(),
      phone_mark: marks.phone,
      network_mark: marks.network,
      code_mark: codeMark(platform, tenantId, phone, code),
      created_at: new Date(at),
      expires_at: new Date(at + rules.CODE_LIFE_MS),
    };
    await store.insertCode(tx, tenantId, made);
    return made;
  });
  const outcome = await sms.sendCode(phone, code).then(
    () => null,
    (error: unknown) => {
      if (!(error instanceof SmsError)) throw error;
      return error;
    },
  );
  if (outcome) log.warn({ err: outcome, tenantId, trouble: outcome.trouble }, 'a code could not be sent');
  // After a silence the text may still arrive, and its code is good.
  if (outcome?.trouble !== 'silent')
    await database.inTx(tenantId, (tx) => store.turnCode(tx, tenantId, row.id, outcome ? 'failed' : 'sent'));
  if (outcome) throw refusalOf(outcome);
  const againAt = new Date(row.created_at.getTime() + rules.CODE_GAP_MS).toISOString();
  return { expiresAt: row.expires_at.toISOString(), againAt, inbox: inboxOf(phone) };
}

const tooOften = (seconds: number) =>
  refuse.CODE_TOO_OFTEN({ retryAfterSeconds: seconds }, `获取验证码太频繁，请 ${rules.waitWords(seconds)}后再试`);

function refusalOf({ trouble }: SmsError) {
  if (trouble === 'later') return refuse.CODE_TOO_OFTEN();
  return trouble === 'number' ? refuse.PHONE_UNREACHABLE() : refuse.CODE_NOT_SENT();
}

const codeMark = ({ secrets }: Platform, tenantId: number, phone: string, code: string): string =>
  secrets.mark(tenantId, 'login-code', `${phone} ${code}`);

/** The id of the code that was given rightly. A try counts whatever comes of it. Refuses with CODE_WRONG, CODE_USED_UP. */
async function provedBy(platform: Platform, tenantId: number, phone: string, code: string): Promise<string> {
  const phoneMark = platform.secrets.mark(tenantId, 'phone', phone);
  const tried = await platform.database.inTx(tenantId, (tx) =>
    store.takeTry(tx, tenantId, phoneMark, new Date(nowMs())),
  );
  if (!tried) throw refuse.CODE_WRONG();
  if (tried.tries > rules.TRIES_AT_MOST) throw refuse.CODE_USED_UP();
  if (tried.code_mark !== codeMark(platform, tenantId, phone, code)) throw refuse.CODE_WRONG();
  return tried.id;
}

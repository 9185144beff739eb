import { nowMs } from '../../../kernel/clock.ts';
import { newSecret } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { Place, Secrets } from '../../../platform/secrets/secrets.ts';
import { staffRefusals } from './staff.api.ts';
import { plainRecoveryCode, RECOVERY_CODES, recoveryCode, stepOf } from './totp.rules.ts';
import * as store from './totp.store.ts';

/** As RFC 4226 recommends for HMAC-SHA-1. */
const SECRET_BYTES = 20;
const RECOVERY_BYTES = 7;

const randomBytesOf = (bytes: number): Buffer => Buffer.from(newSecret(bytes), 'base64url');
export const totpPlace = (tenantId: number, staffId: string): Place => ({
  tenantId,
  purpose: 'staff-totp',
  row: staffId,
});

/** Offers a secret to somebody; it is in force once a code confirms it. Refuses with SECOND_FACTOR_REQUIRED when one is in force. */
export async function offer(tx: Tx, secrets: Secrets, tenantId: number, staffId: string): Promise<Buffer> {
  const secret = randomBytesOf(SECRET_BYTES);
  const sealed = secrets.seal(totpPlace(tenantId, staffId), secret.toString('base64url'));
  if (!(await store.offerSecret(tx, tenantId, staffId, sealed)))
    throw staffRefusals.SECOND_FACTOR_REQUIRED({}, '已经绑定了动态验证码，要换一部手机请先关闭再绑定');
  return secret;
}

/** Puts the offered secret in force. Refuses with SECOND_FACTOR_NOT_BEGUN, SECOND_FACTOR_CODE_WRONG. */
export async function confirm(
  tx: Tx,
  secrets: Secrets,
  tenantId: number,
  staffId: string,
  code: string,
): Promise<string[]> {
  const row = await store.totpRow(tx, tenantId, staffId);
  if (!row || row.confirmed_at) throw staffRefusals.SECOND_FACTOR_NOT_BEGUN();
  const step = stepOf(secretOf(secrets, row), code, nowMs(), 0);
  if (step === null) throw staffRefusals.SECOND_FACTOR_CODE_WRONG();
  const { codes, marks } = newRecovery(secrets, tenantId, staffId);
  await store.confirmSecret(tx, tenantId, staffId, step, marks);
  return codes;
}

/** Refuses with SECOND_FACTOR_NOT_BEGUN when there is no second factor. */
export async function renewRecovery(tx: Tx, secrets: Secrets, tenantId: number, staffId: string): Promise<string[]> {
  const { codes, marks } = newRecovery(secrets, tenantId, staffId);
  if (!(await store.replaceRecovery(tx, tenantId, staffId, marks))) throw staffRefusals.SECOND_FACTOR_NOT_BEGUN();
  return codes;
}

/** Uses a code of the app, or a recovery code, up; null when it is neither. */
export async function useCode(
  tx: Tx,
  secrets: Secrets,
  tenantId: number,
  staffId: string,
  code: string,
): Promise<'app' | 'recovery' | null> {
  const row = await store.totpRow(tx, tenantId, staffId);
  if (!row?.confirmed_at) return null;
  const step = stepOf(secretOf(secrets, row), code, nowMs(), row.last_step);
  if (step !== null) return (await store.useStep(tx, tenantId, staffId, step)) ? 'app' : null;
  const mark = markOf(secrets, tenantId, staffId, code);
  return (await store.useRecovery(tx, tenantId, staffId, mark)) ? 'recovery' : null;
}

type Row = NonNullable<Awaited<ReturnType<typeof store.totpRow>>>;
const secretOf = (secrets: Secrets, { tenant_id, staff_id, secret }: Row): Buffer =>
  Buffer.from(secrets.open(totpPlace(tenant_id, staff_id), secret), 'base64url');

const markOf = (secrets: Secrets, tenantId: number, staffId: string, code: string): string =>
  secrets.mark(tenantId, `recovery/${staffId}`, plainRecoveryCode(code));

function newRecovery(secrets: Secrets, tenantId: number, staffId: string): { codes: string[]; marks: string[] } {
  const codes = Array.from({ length: RECOVERY_CODES }, () => recoveryCode(randomBytesOf(RECOVERY_BYTES)));
  return { codes, marks: codes.map((code) => markOf(secrets, tenantId, staffId, code)) };
}

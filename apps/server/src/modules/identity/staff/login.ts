import type { FastifyRequest } from 'fastify';
import { isWithin } from '../../../kernel/address.ts';
import { nowMs } from '../../../kernel/clock.ts';
import { agentOf } from '../../../kernel/device.ts';
import { newId, newSecret } from '../../../kernel/ids.ts';
import { common, type Refusal } from '../../../kernel/refusal.ts';
import { firstGrapheme } from '../../../kernel/text.ts';
import type { Platform } from '../../../platform/platform.ts';
import { type Attempt, beginAttempt, succeed, takeBack } from './attempt.service.ts';
import type { Passwords } from './passwords.ts';
import { policyOf } from './policy.store.ts';
import { loginStaff } from './session.api.ts';
import * as sessions from './session.store.ts';
import { staffRefusals } from './staff.api.ts';
import { MOST_SESSIONS, SESSION_MS } from './staff.rules.ts';
import { hashToken } from './staff.service.ts';
import * as store from './staff.store.ts';
import { useCode } from './totp.service.ts';

/** Tries passwords and lets in who gives the right one, with a code where a second factor is in force. */
export class Login {
  readonly #platform: Platform;
  readonly #passwords: Passwords;

  constructor(platform: Platform, passwords: Passwords) {
    this.#platform = platform;
    this.#passwords = passwords;
  }

  /**
   * Signs in. Refuses with ADDRESS_REFUSED, LOGIN_LOCKED, LOGIN_FAILED, LOGIN_CODE_NEEDED, LOGIN_CODE_WRONG, TOO_MANY_REQUESTS; each but
   * the second and the last takes as long and reads the same whether the login exists or not.
   */
  async enter(tenantId: number, given: { login: string; password: string; code?: string }, req: FastifyRequest) {
    const { database } = this.#platform;
    const policy = await policyOf(database.forTenant(tenantId), tenantId);
    if (policy.addresses.length > 0 && !isWithin(req.ip, policy.addresses)) throw common.ADDRESS_REFUSED();
    const { attempt, row, right } = await this.#tried(tenantId, given.login, given.password, req);
    if (!right || !row?.active) throw await this.#failed(attempt, row, staffRefusals.LOGIN_FAILED(), req);
    if (row.enrolled && !given.code) {
      // The password was right: the same comes again with the code, and only one of the two shall count.
      await database.inTx(tenantId, (tx) => takeBack(tx, attempt));
      throw staffRefusals.LOGIN_CODE_NEEDED();
    }
    const code = row.enrolled ? await this.#usedCode(row, given.code ?? '') : 'none';
    if (!code) throw await this.#failed(attempt, row, staffRefusals.LOGIN_CODE_WRONG(), req);
    return this.#begin(attempt, row, req, code);
  }

  /** Tries the own password, like a login, so that a stolen session cannot guess it any faster. Refuses with PASSWORD_WRONG, LOGIN_LOCKED. */
  async confirm(row: store.StaffRow, password: string, req: FastifyRequest): Promise<void> {
    const { attempt, right } = await this.#tried(row.tenant_id, row.login, password, req);
    if (!right) throw staffRefusals.PASSWORD_WRONG();
    await this.#platform.database.inTx(row.tenant_id, (tx) => succeed(tx, attempt));
  }

  async #tried(tenantId: number, login: string, password: string, req: FastifyRequest) {
    const { database, secrets, metrics } = this.#platform;
    const who = { login, address: req.ip };
    const { attempt, row } = await database
      .inTx(tenantId, async (tx) => ({
        attempt: await beginAttempt(tx, secrets, tenantId, who),
        row: await store.staffByLogin(tx, tenantId, login),
      }))
      .catch((error: Refusal) => {
        if (error.code === 'LOGIN_LOCKED') metrics.count('staff_login_locked');
        throw error;
      });
    try {
      return { attempt, row, right: await this.#passwords.isRight(password, row?.password ?? null) };
    } catch (error) {
      // Nobody looked at the password, e.g. because too many wait.
      await database.inTx(tenantId, (tx) => takeBack(tx, attempt));
      throw error;
    }
  }

  #usedCode(row: store.StaffRow, code: string) {
    const { database, secrets } = this.#platform;
    return database.inTx(row.tenant_id, (tx) => useCode(tx, secrets, row.tenant_id, row.id, code));
  }

  async #begin(attempt: Attempt, row: store.StaffRow, req: FastifyRequest, code: string) {
    const { database, audit } = this.#platform;
    const { tenant_id: tenantId, id } = row;
    const token = `st.${tenantId}.${newSecret()}`;
    await database.inTx(tenantId, async (tx) => {
      if (!(await store.markSeen(tx, row))) throw staffRefusals.LOGIN_FAILED();
      await succeed(tx, attempt);
      const agent = agentOf(req.headers['user-agent']);
      await sessions.insertSession(tx, tenantId, {
        token_hash: hashToken(token),
        id: newId(),
        staff_id: id,
        address: req.ip,
        agent,
      });
      await sessions.trimSessions(tx, tenantId, id, new Date(nowMs() - SESSION_MS), MOST_SESSIONS);
      await audit.note(tx, { ...this.#entry(tenantId, row, req), result: loginStaff.reply.status, detail: { code } });
    });
    return { token, row };
  }

  /** Notes a failed try, of a known login or not, and gives the refusal back. */
  async #failed(
    attempt: Attempt,
    row: store.StaffRow | undefined,
    refusal: Refusal,
    req: FastifyRequest,
  ): Promise<Refusal> {
    const { database, audit, metrics, log } = this.#platform;
    const { tenantId, blockedMinutes } = attempt;
    metrics.count('staff_login_wrong');
    log.warn({ tenantId, staffId: row?.id, ip: req.ip, code: refusal.code }, 'staff login refused');
    const detail = { code: refusal.code, ...(blockedMinutes > 0 ? { blockedMinutes } : {}) };
    await database.inTx(tenantId, (tx) =>
      audit.note(tx, { ...this.#entry(tenantId, row, req), result: refusal.status, detail }),
    );
    return refusal;
  }

  #entry(tenantId: number, row: store.StaffRow | undefined, req: FastifyRequest) {
    const { login = '' } = req.body as { login?: string };
    return {
      tenantId,
      actor: row ? `staff:${row.id}` : 'guest',
      // Of a login that nobody has only so much that it is recognised: people type passwords into the wrong field.
      actorName: row?.name ?? `${firstGrapheme(login)}***`,
      operation: loginStaff.operationId,
      target: null,
      ip: req.ip,
      requestId: req.id,
    };
  }
}

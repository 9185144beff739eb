import { type Refund, WechatError, WechatPayError } from '@jishi/wechat';
import { Refusal } from '../../../kernel/refusal.ts';
import { cutToBytes } from '../../../kernel/text.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { type Platform, perPlatform } from '../../../platform/platform.ts';
import { type MerchantAccount, type Wechat, wechatOf } from '../../identity/tenant/index.ts';
import { type Redirect, redirectBody } from './redirect.rules.ts';
import { refundStateOf, SILENT_TEXT } from './refund.rules.ts';
import * as service from './refund.service.ts';
import * as store from './refund.store.ts';

/** One try each: what got no answer is tried again by a job of its own, so that no worker waits for it. */
const ONCE = { attempts: 1 };
const PUSHED_AT_ONCE = 500;

/** Refunds at WeChat Pay, always outside transactions: the intent was recorded before, the outcome is recorded after. */
class RefundsAtWechat {
  readonly #platform: Platform;
  readonly #wechat: Wechat;
  constructor(platform: Platform) {
    this.#platform = platform;
    this.#wechat = wechatOf(platform);
  }

  /** Sends a recorded refund: first, again, or after a refusal whose time has come. */
  async send(tenantId: number, refundId: string): Promise<void> {
    const { database } = this.#platform;
    const row = await store.refundRow(database.forTenant(tenantId), tenantId, refundId);
    if (!row || (row.status !== 'sending' && !(row.status === 'failed' && row.next_try_at))) return;
    if (row.status === 'failed' && !(await database.inTx(tenantId, (tx) => service.resumeRefund(tx, tenantId, row.id))))
      return;
    const answer = await this.#answered(tenantId, (account) => account.client.refund(bodyOf(row, account), ONCE));
    await database.inTx(tenantId, (tx): Promise<void> => {
      if (answer instanceof WechatPayError && !answer.retryable)
        return service.refuseRefund(tx, tenantId, row, answer.code, answer.message);
      if (answer instanceof Error) return service.sendLater(tx, tenantId, row, wordsOf(answer));
      return this.apply(tx, tenantId, answer);
    });
  }

  /** Asks how a refund stands whose call-back has not come, or that WeChat could not deliver; or has one sent on to another account. */
  async check(tenantId: number, refundId: string): Promise<void> {
    const { database } = this.#platform;
    const row = await store.refundRow(database.forTenant(tenantId), tenantId, refundId);
    if (row?.status !== 'processing' && row?.status !== 'abnormal') return;
    if (row.redirect) return this.#redirect(tenantId, row, row.redirect);
    const answer = await this.#answered(tenantId, ({ client }) => client.queryRefund(row.number, ONCE));
    const same = !(answer instanceof Error) && refundStateOf(answer.status) === row.status;
    await database.inTx(tenantId, (tx) =>
      answer instanceof Error || same ? service.lookLater(tx, tenantId, row) : this.apply(tx, tenantId, answer),
    );
  }

  /** The same again, as after a lost answer, is one and the same to WeChat. */
  async #redirect(tenantId: number, row: store.RefundRow, sealed: string): Promise<void> {
    const { database, secrets } = this.#platform;
    const redirect: Redirect = JSON.parse(secrets.open(service.redirectPlace(tenantId, row.id), sealed));
    const body = redirectBody(row.number, redirect);
    const answer = await this.#answered(tenantId, ({ client }) =>
      client.applyAbnormalRefund(row.refund_id ?? '', body, ONCE),
    );
    await database.inTx(tenantId, (tx): Promise<void> => {
      if (answer instanceof WechatPayError && !answer.retryable)
        return service.redirectRefused(tx, tenantId, row, answer.code, answer.message);
      if (answer instanceof Error) return service.lookLater(tx, tenantId, row, wordsOf(answer) ?? SILENT_TEXT);
      return service.redirectAccepted(tx, tenantId, row, answer);
    });
  }

  /** Sets refunds in motion again whose job was lost. */
  async pushOverdue(tenantId: number): Promise<void> {
    const { database, log } = this.#platform;
    const rows = await store.overdueRefunds(database.forTenant(tenantId), tenantId, PUSHED_AT_ONCE);
    if (rows.length === 0) return;
    log.warn({ tenantId, refunds: rows.length }, 'refunds whose next step was overdue are set in motion again');
    await database.inTx(tenantId, (tx) => service.pushRefunds(tx, tenantId, rows));
  }

  /** WeChat's answer, or the error that says there is none. */
  async #answered(tenantId: number, ask: (account: MerchantAccount) => Promise<Refund>): Promise<Refund | Error> {
    try {
      return await ask(await this.#wechat.account(tenantId));
    } catch (error) {
      if (!(error instanceof WechatError || error instanceof Refusal)) throw error;
      this.#platform.log.warn({ err: error, tenantId }, 'WeChat has not done what a refund asked for');
      return error;
    }
  }

  /** What WeChat says of a refund. Refuses with PAYMENT_MISMATCH. */
  async apply(tx: Tx, tenantId: number, news: service.RefundNews): Promise<void> {
    const state = await service.applyRefundNews(tx, tenantId, news);
    const facts = { tenantId, number: news.out_refund_no, status: news.status, state };
    if (state) this.#platform.log.error(facts, 'news about a refund that is over; the reconciliation shows it');
  }
}

export const refundsAtWechat = perPlatform((platform) => new RefundsAtWechat(platform));

const bodyOf = (row: store.RefundRow, account: MerchantAccount) => ({
  out_trade_no: row.trade_number,
  out_refund_no: row.number,
  reason: cutToBytes(row.reason, 80),
  notify_url: `${account.notifyBaseUrl}/wechat/refund/${account.tenantCode}`,
  amount: { refund: row.amount_fen, total: row.paid_fen, currency: 'CNY' as const },
});

/** A shop without a connection says so; everything else is WeChat's silence. */
const wordsOf = (error: Error): string | undefined => (error instanceof Refusal ? error.message : undefined);

import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildResponseMessage, encryptResource, sign } from '@jishi/wechat';
import type { TestApp } from './world.ts';

/** A call-back as it lies on the wire. */
export interface Notice {
  body: string;
  headers: Record<string, string>;
}
export interface Signing {
  id?: string;
  event?: string;
  /** Seconds since the epoch; now unless said. */
  timestampS?: number;
  serial?: string;
  /** PEM; the sandbox platform's own unless said. */
  key?: string;
}

/** What WeChat would say when this number is paid; `over` changes single fields. */
export function paidResource({ sandbox }: TestApp, number: string, over: Record<string, unknown> = {}) {
  const trade = sandbox.control.transactions().find((t) => t.outTradeNo === number);
  if (!trade) throw new Error(`the sandbox knows no ${number}`);
  return {
    appid: trade.appid,
    mchid: trade.mchid,
    out_trade_no: number,
    transaction_id: trade.transactionId ?? `42000000${Date.now()}`,
    trade_type: trade.tradeType,
    trade_state: 'SUCCESS',
    trade_state_desc: '支付成功',
    success_time: new Date().toISOString(),
    payer: { openid: trade.payerOpenid },
    amount: { total: trade.totalFen, payer_total: trade.totalFen, currency: 'CNY', payer_currency: 'CNY' },
    ...over,
  };
}

/** A call-back signed with the sandbox platform's real key, unless `signing` spoils something. */
export function signNotice(app: TestApp, resource: object, signing: Signing = {}): Notice {
  const { apiV3Key, publicKeyId } = app.sandbox.merchant;
  const event = signing.event ?? 'TRANSACTION.SUCCESS';
  const kind = event.startsWith('REFUND') ? 'refund' : 'transaction';
  const nonce = randomBytes(6).toString('hex');
  const body = JSON.stringify({
    id: signing.id ?? randomUUID(),
    create_time: new Date().toISOString(),
    resource_type: 'encrypt-resource',
    event_type: event,
    summary: '通知',
    resource: {
      original_type: kind,
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: encryptResource(JSON.stringify(resource), apiV3Key, kind, nonce),
      associated_data: kind,
      nonce,
    },
  });
  return signed(app, body, { serial: publicKeyId, ...signing });
}

/** Signs any body as the platform would. */
export function signed(app: TestApp, body: string, signing: Signing = {}): Notice {
  const file = path.join(app.platform.config.dataDir, 'sandbox', 'platform.json');
  const platform = JSON.parse(readFileSync(file, 'utf8')) as { publicKeyPrivateKey: string };
  const timestamp = String(signing.timestampS ?? Math.floor(Date.now() / 1000));
  const nonce = randomBytes(16).toString('hex');
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'wechatpay-timestamp': timestamp,
      'wechatpay-nonce': nonce,
      'wechatpay-serial': signing.serial ?? app.sandbox.merchant.publicKeyId,
      'wechatpay-signature': sign(
        buildResponseMessage(timestamp, nonce, body),
        signing.key ?? platform.publicKeyPrivateKey,
      ),
    },
  };
}

/** Posts a call-back over real HTTP, as WeChat does. */
export async function deliver(
  app: TestApp,
  notice: Notice,
  to = '/wechat/pay/shop1',
): Promise<{ status: number; code: string }> {
  const reply = await fetch(app.address + to, { method: 'POST', ...notice });
  return { status: reply.status, code: ((await reply.json()) as { code: string }).code };
}

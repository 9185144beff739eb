import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildResponseMessage, encryptResource, sign } from '@jishi/wechat';
import type pg from 'pg';
import type { Good, Shop } from './jishi.ts';
import { each, Http } from './load.ts';
import { buyerOf, place, withKey } from './scenarios.ts';

/** A call-back of WeChat Pay, signed in advance: signing takes longer than all that the server does with it. */
export interface SignedNotice {
  path: string;
  headers: Record<string, string>;
  body: object;
}
const AT_ONCE = 32;

/** Orders of one SKU for which a payment was begun, and for each the call-back that says it is paid. */
export async function preparePayments(shop: Shop, sql: pg.Client, good: Good, count: number): Promise<SignedNotice[]> {
  const http = new Http(shop.origin);
  const orderIds: string[] = [];
  await each(
    Array.from({ length: count }, (_, n) => n),
    AT_ONCE,
    async (n) => {
      const buyer = buyerOf(shop, n);
      const { outcome, text } = await place(http, buyer, good, good.totalFen);
      if (outcome !== 'placed') throw new Error(`an order to be paid was not placed: ${text}`);
      const { id } = JSON.parse(text);
      const begun = await http.ask('POST', `/shop/orders/${id}/payment`, withKey(buyer), { method: 'jsapi' });
      if (begun.status >= 300) throw new Error(`a payment answered ${begun.status}: ${begun.text}`);
      orderIds.push(id);
    },
  );
  http.close();
  const { rows } = await sql.query<{ number: string; amount_fen: string; code: string }>(
    `select p.number, p.amount_fen, t.code from payment p join tenant t on t.tenant_id = p.tenant_id
     where p.subject_id = any($1::uuid[])`,
    [orderIds],
  );
  return rows.map((row) => noticeOf(shop.sandboxDir, row.code, row.number, Number(row.amount_fen)));
}

const readKeys = (dir: string, name: string) => JSON.parse(readFileSync(path.join(dir, name), 'utf8'));

function noticeOf(dir: string, tenantCode: string, number: string, fen: number): SignedNotice {
  const merchant = readKeys(dir, 'merchant.json');
  const platform = readKeys(dir, 'platform.json');
  const [nonce, at] = [randomBytes(6).toString('hex'), new Date()];
  const transaction = {
    mchid: merchant.mchid,
    appid: merchant.appid,
    out_trade_no: number,
    transaction_id: `4200${number}`.slice(0, 28),
    trade_type: 'JSAPI',
    trade_state: 'SUCCESS',
    trade_state_desc: '支付成功',
    bank_type: 'OTHERS',
    attach: '',
    success_time: at.toISOString(),
    payer: { openid: 'bench' },
    amount: { total: fen, payer_total: fen, currency: 'CNY', payer_currency: 'CNY' },
  };
  const body = {
    id: `bench-${number}`,
    create_time: at.toISOString(),
    resource_type: 'encrypt-resource',
    event_type: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    resource: {
      original_type: 'transaction',
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: encryptResource(JSON.stringify(transaction), merchant.apiV3Key, 'transaction', nonce),
      associated_data: 'transaction',
      nonce,
    },
  };
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const headers = {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': merchant.publicKeyId,
    'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
    'wechatpay-signature': sign(
      buildResponseMessage(timestamp, nonce, JSON.stringify(body)),
      platform.publicKeyPrivateKey,
    ),
  };
  return { path: `/wechat/pay/${tenantCode}`, headers, body };
}

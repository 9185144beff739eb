import type { Context } from '../../context.ts';
import type { Share, SharePart } from '../records.ts';
import { rfc3339 } from '../time.ts';

const SUMMARY = { SUCCESS: '分账', RETURN: '分账回退' } as const;

/**
 * PROFITSHARING.SUCCESS or .RETURN, which only the receiving merchant gets, at the address set in the merchant platform. The only merchant
 * here is the one that shares, so only shares that it gives itself are told. Source: WeChat Pay, 分账动账通知.
 */
export function tellReceivers(
  { callbacks, keys, settings, now }: Context,
  what: keyof typeof SUMMARY,
  share: Share,
  { type, account, amountFen, description }: Pick<SharePart, 'type' | 'account' | 'amountFen' | 'description'>,
): void {
  if (type !== 'MERCHANT_ID' || account !== keys.merchant.mchid || settings.sharingNotifyUrl === '') return;
  callbacks.enqueue({
    eventType: `PROFITSHARING.${what}`,
    originalType: 'profitsharing',
    summary: SUMMARY[what],
    number: share.outOrderNo,
    url: settings.sharingNotifyUrl,
    keyMode: share.keyMode,
    resource: {
      mchid: keys.merchant.mchid,
      transaction_id: share.transactionId,
      order_id: share.orderId,
      out_order_no: share.outOrderNo,
      receiver: { type, account, amount: amountFen, description },
      success_time: rfc3339(now()),
    },
  });
}

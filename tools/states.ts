// Draws the state machines of the code into docs/states.md; `--check` fails when the page is out of date.
import { readFileSync, writeFileSync } from 'node:fs';
import { diagram } from '../apps/server/src/kernel/flow.ts';
import { reviewFlow } from '../apps/server/src/modules/content/review/review.rules.ts';
import { exportFlow } from '../apps/server/src/modules/insight/export/export.rules.ts';
import { campaignFlow } from '../apps/server/src/modules/promotion/campaign/campaign.rules.ts';
import { batchFlow, couponFlow, heldFlow } from '../apps/server/src/modules/promotion/coupon/coupon.rules.ts';
import { caseFlow } from '../apps/server/src/modules/trade/aftersales/aftersales.rules.ts';
import { orderFlow } from '../apps/server/src/modules/trade/order/order.rules.ts';
import { paymentFlow } from '../apps/server/src/modules/trade/payment/payment.rules.ts';
import { refundFlow } from '../apps/server/src/modules/trade/payment/refund.rules.ts';

const PAGE = 'docs/states.md';
const part = (title: string, text: string, drawing: string) =>
  `## ${title}\n\n${text}\n\n\`\`\`mermaid\n${drawing}\n\`\`\`\n`;

const page = `# States

Drawn from the tables that the code itself uses (\`npm run states\`); a state changes along these arrows or not at all: every change is
one \`update … where status in (…)\` whose list comes from the table.

${[
  part(
    'Order',
    'An order is placed `unpaid`, its stock reserved. Payment, the shopper, staff or the timer move it on.',
    diagram(orderFlow, 'unpaid'),
  ),
  part(
    'Payment',
    'One number at WeChat Pay (`out_trade_no`). `late` is money that came when the order was closed or paid already: it is refunded by itself.',
    diagram(paymentFlow, 'pending'),
  ),
  part(
    'Refund at WeChat Pay',
    'One `out_refund_no`, sent by a job until WeChat knows it, followed by call-back and query.',
    diagram(refundFlow, 'sending'),
  ),
  part(
    'Refund request',
    'What shopper and staff see: asked for, granted or declined, paid back.',
    diagram(caseFlow, 'requested'),
  ),
  part('Coupon', 'What a merchant offers. Stopping leaves shoppers what they hold.', diagram(couponFlow, 'draft')),
  part(
    'Coupon of a shopper',
    'An unpaid order locks it, payment uses it, closing frees it; a wholly refunded order gives it back, as `returned`.',
    diagram(heldFlow, 'held'),
  ),
  part(
    'Batch of coupon codes',
    'Made by a job. Voiding ends what is not used of it; what was got by it stays.',
    diagram(batchFlow, 'making'),
  ),
  part(
    'Campaign',
    'Shown, not stored: the clock leads from planned to running to over; staff publish, and stop for good.',
    diagram(campaignFlow, 'draft'),
  ),
  part(
    'Review',
    'WeChat looks at it first; what it doubts waits for staff. Folded ones are counted, none is deleted.',
    diagram(reviewFlow, 'checking'),
  ),
  part(
    'Export',
    'A list written into a file by a job; one that died in the middle begins anew.',
    diagram(exportFlow, 'waiting'),
  ),
].join('\n')}`;

if (process.argv.includes('--check')) {
  if (readFileSync(PAGE, 'utf8') !== page) {
    console.log(`${PAGE} is out of date: run \`npm run states\``);
    process.exitCode = 1;
  } else console.log(`${PAGE} agrees with the code`);
} else writeFileSync(PAGE, page);

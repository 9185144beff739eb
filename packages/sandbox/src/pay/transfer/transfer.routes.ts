import type { Context } from '../../context.ts';
import type { On } from '../call.ts';
import { cancelTransfer, createTransfer, queryTransfer } from './transfer.ts';

const ROOT = '/v3/fund-app/mch-transfer/transfer-bills';

/** Transfers to users who confirm them (商家转账). */
export function transferRoutes(on: On, context: Context): void {
  on('POST', ROOT, (call) => createTransfer(context, call));
  on('GET', `${ROOT}/out-bill-no/:number`, ({ params }) => queryTransfer(context, { outBillNo: params.number ?? '' }));
  on('GET', `${ROOT}/transfer-bill-no/:number`, ({ params }) =>
    queryTransfer(context, { transferBillNo: params.number ?? '' }),
  );
  on('POST', `${ROOT}/out-bill-no/:number/cancel`, ({ params }) => cancelTransfer(context, params.number ?? ''));
}

import type { Context } from '../../context.ts';
import type { On } from '../call.ts';
import { addReceiver, deleteReceiver } from './receivers.ts';
import { queryReturn, returnShare } from './returns.ts';
import { queryShare, share, unfreeze, unsplitAmount } from './share.ts';

const ROOT = '/v3/profitsharing';

/** Profit sharing (分账) of an ordinary merchant. */
export function sharingRoutes(on: On, context: Context): void {
  on('POST', `${ROOT}/receivers/add`, (call) => addReceiver(context, call));
  on('POST', `${ROOT}/receivers/delete`, (call) => deleteReceiver(context, call));
  on('POST', `${ROOT}/orders`, (call) => share(context, call));
  on('POST', `${ROOT}/orders/unfreeze`, (call) => unfreeze(context, call));
  on('GET', `${ROOT}/orders/:number`, (call) => queryShare(context, call));
  on('POST', `${ROOT}/return-orders`, (call) => returnShare(context, call));
  on('GET', `${ROOT}/return-orders/:number`, (call) => queryReturn(context, call));
  on('GET', `${ROOT}/transactions/:id/amounts`, ({ params }) => unsplitAmount(context, params.id ?? ''));
}

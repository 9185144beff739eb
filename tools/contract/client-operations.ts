import { FOR_PEOPLE, PERMISSIONS } from '../../apps/server/src/kernel/actor.ts';
import type { Operation } from '../../apps/server/src/kernel/operation.ts';
import { byName, HEAD, pathOf } from './client-types.ts';

/** Who calls: a shopper's storefront, the staff's console, or a program of the merchant's with an app key. */
type Audience = 'shop' | 'admin' | 'app';

const isPermission = (audience: string): boolean => PERMISSIONS.some((p) => p === audience);

/** The audiences that may call an operation; none for what WeChat calls. */
function audiencesOf({ audience, url, confirmed }: Operation): Audience[] {
  if (audience === 'platform') return [];
  if (audience === 'shopper') return ['shop'];
  if (audience === 'setup') return ['admin'];
  // Signing in to the console is open to anyone, and still no shopper's business.
  if (audience === 'anyone') return [url.startsWith('/admin/') ? 'admin' : 'shop'];
  const forPrograms = isPermission(audience) && !confirmed && !FOR_PEOPLE.some((p) => p === audience);
  return forPrograms ? ['admin', 'app'] : ['admin'];
}

/** The source of `shop.ts` or `admin.ts`: one constant an operation, so that a bundle holds those it calls and no others. */
export function clientOperations(operations: readonly Operation[], audience: Audience): string {
  const mine = operationsOf(operations, audience);
  const constants = mine.map(
    ({ operationId: id, summary, ...op }) => `/** ${summary} */
export const ${id}: Operation<'${id}'> = { id: '${id}', method: '${op.method}', path: '${pathOf(op)}' };`,
  );
  const changing = mine.filter((op) => op.method !== 'GET').map((op) => `\n  | '${op.operationId}'`);
  const name = audience === 'shop' ? 'Shop' : 'Admin';
  return `${HEAD}
import type { Operation } from './types.ts';

${constants.join('\n')}

/** What may change something, for \`stale.ts\`. */
export type ${name}Change =${changing.join('')};
`;
}

/** The source of `app.ts`: what a program may call, each of it staff may call too. */
export function programOperations(operations: readonly Operation[]): string {
  const names = operationsOf(operations, 'app').map((op) => `  ${op.operationId},`);
  return `${HEAD}
export {
${names.join('\n')}
} from './admin.ts';
`;
}

const operationsOf = (operations: readonly Operation[], audience: Audience): Operation[] =>
  byName(operations).filter((op) => audiencesOf(op).includes(audience));

import { navigate } from '../platform/navigate';
import { addressOf } from '../routes';
import { signedIn } from './token';

export { forgetToken, signedIn } from './token';

/**
 * Asks for a login when there is none. In a browser that leaves the page, so it answers false then; afterwards the shopper stands at
 * `target`, or else at this page again.
 */
export async function needLogin(target?: string): Promise<boolean> {
  if (signedIn()) return true;
  const back = target ?? navigate.here() ?? addressOf('home');
  const login = addressOf('login', { back });
  if (target) navigate.open(login);
  else navigate.replace(login);
  return false;
}

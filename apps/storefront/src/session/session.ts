import { here, replace } from '../parts/nav';
import { signedIn } from './token';

export { forgetToken, signedIn } from './token';

/** Asks for a login when there is none. In a browser that leaves the page (and comes back to it), so it answers false then. */
export async function needLogin(): Promise<boolean> {
  if (signedIn()) return true;
  replace('/pages/login/index', { back: here() });
  return false;
}

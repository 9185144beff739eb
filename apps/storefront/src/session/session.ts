import { deleteMe, logoutCustomer } from '@jishi/api-client/shop';
import { api, signInSilently } from '../api/client';
import { toast } from '../parts/toast';
import { login } from '../platform/login';
import { navigate } from '../platform/navigate';
import { storage } from '../platform/storage';
import { addressOf } from '../routes';
import { forgetToken, signedIn } from './token';

export { signedIn } from './token';

let underway: Promise<boolean> | undefined;

/**
 * Asks for a login when there is none; true when there is one now. Where WeChat knows who the shopper is, signing in asks nothing, and says
 * why when it failed. A browser leaves the page, so the answer is false; afterwards the shopper stands at `target`, or at this page again.
 */
export async function needLogin(target?: string): Promise<boolean> {
  if (signedIn()) return true;
  if (login.code) {
    underway ??= signIn().finally(() => {
      underway = undefined;
    });
    return underway;
  }
  navigate.open(addressOf('login', { back: target ?? navigate.here() ?? addressOf('home'), over: !target }));
  return false;
}

async function signIn(): Promise<boolean> {
  try {
    await signInSilently();
    return true;
  } catch (error) {
    toast(error instanceof Error ? error.message : '登录失败，请重试');
    return false;
  }
}

/** What is kept on this device of the shopper: drafts, searches, what was wanted before the login. */
const PRIVATE = [
  'address-draft',
  'search-history',
  'login-state',
  'coupon-wish',
  'guest-cart',
  'guest-cart-key',
] as const;

/** Closes the account for good. Throws the server's refusal while something is unfinished; then nothing has happened. */
export async function leaveShop(): Promise<void> {
  await api(deleteMe, {}, { relogin: false });
  storage.forget(PRIVATE);
  forgetToken();
}

/** Ends the login here, also when the server can't be told, and takes away all that this device keeps of the shopper. */
export async function signOut(): Promise<void> {
  await api(logoutCustomer, {}, { relogin: false }).catch(() => {});
  storage.forget(PRIVATE);
  forgetToken();
}

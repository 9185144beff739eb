import { api } from '../api/client';
import { toast } from '../parts/toast';
import { login } from '../platform/login';
import { navigate } from '../platform/navigate';
import { addressOf } from '../routes';
import { keepToken, signedIn } from './token';

export { forgetToken, signedIn } from './token';

let underway: Promise<boolean> | undefined;

/**
 * Asks for a login when there is none; true when there is one now. Where WeChat knows who the shopper is, signing in asks nothing, and says
 * why when it failed. A browser leaves the page, so the answer is false; afterwards the shopper stands at `target`, or at this page again.
 */
export async function needLogin(target?: string): Promise<boolean> {
  if (signedIn()) return true;
  if (login.code) {
    underway ??= signIn(login.code).finally(() => {
      underway = undefined;
    });
    return underway;
  }
  const page = addressOf('login', { back: target ?? navigate.here() ?? addressOf('home') });
  if (target) navigate.open(page);
  else navigate.replace(page);
  return false;
}

async function signIn(code: () => Promise<string>): Promise<boolean> {
  try {
    keepToken(await api.loginCustomer({ body: { channel: 'weapp', code: await code() } }));
    return true;
  } catch (error) {
    toast(error instanceof Error ? error.message : '登录失败，请重试');
    return false;
  }
}

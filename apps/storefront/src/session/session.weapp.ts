import Taro from '@tarojs/taro';
import { api } from '../api/client';
import { toast } from '../parts/toast';
import { keepToken, signedIn } from './token';

export { forgetToken, signedIn } from './token';

let underway: Promise<boolean> | undefined;

/** WeChat knows who the shopper is: signing in asks nothing. Answers false, and says why, when it failed. */
export function needLogin(_target?: string): Promise<boolean> {
  if (signedIn()) return Promise.resolve(true);
  underway ??= signIn().finally(() => {
    underway = undefined;
  });
  return underway;
}

async function signIn(): Promise<boolean> {
  try {
    const { code } = await Taro.login();
    keepToken(await api.loginCustomer({ body: { channel: 'weapp', code } }));
    return true;
  } catch (error) {
    toast(error instanceof Error ? error.message : '登录失败，请重试');
    return false;
  }
}

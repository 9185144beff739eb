import { inWechat } from './browser.h5';
import type { Login } from './login.types';

const LEFT_AT = 'jishi:left-at';

/** A browser goes to WeChat's page and comes back to ours (modules/identity/customer/LoginPage). */
export const login: Login = {
  way: inWechat() ? 'wechat' : 'phone',
  code: undefined,
  leave(url, again) {
    if (again) return location.replace(url);
    // One more entry drops those ahead of this page: after it the length says where WeChat's first page stands.
    history.pushState(null, '', location.href);
    sessionStorage.setItem(LEFT_AT, String(history.length));
    location.replace(url);
  },
  comeBack() {
    const leftAt = Number(sessionStorage.getItem(LEFT_AT));
    sessionStorage.removeItem(LEFT_AT);
    const steps = history.length - leftAt + 1;
    if (!leftAt || steps < 1) return false;
    history.go(-steps);
    return true;
  },
  secret: () => crypto.getRandomValues(new Uint32Array(3)).join('-'),
  origin: location.origin,
};

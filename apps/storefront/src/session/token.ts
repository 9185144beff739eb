import { storage } from '../platform/storage';

interface Pass {
  token: string;
  /** RFC 3339 instant */
  expiresAt: string;
}
let pass: Pass | undefined;

/** The shopper's token while it is valid. Where there is none it is looked for again: another window may have signed in. */
export function token(): string | undefined {
  pass ??= storage.kept<Pass>('pass');
  return pass && Date.parse(pass.expiresAt) > Date.now() ? pass.token : undefined;
}
export const signedIn = (): boolean => token() !== undefined;
export function keepToken(next: Pass): void {
  pass = next;
  storage.keep('pass', next);
}
export function forgetToken(): void {
  pass = undefined;
  storage.keep('pass', null);
}

import { keep, kept } from './storage';

interface Pass {
  token: string;
  /** RFC 3339 instant */
  expiresAt: string;
}
let pass = kept<Pass>('pass');

/** The shopper's token while it is valid. */
export const token = (): string | undefined =>
  pass && Date.parse(pass.expiresAt) > Date.now() ? pass.token : undefined;
export const signedIn = (): boolean => token() !== undefined;
export function keepToken(next: Pass): void {
  pass = next;
  keep('pass', next);
}
export function forgetToken(): void {
  pass = undefined;
  keep('pass', null);
}

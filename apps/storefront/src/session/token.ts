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

const watchers = new Set<() => void>();
/** Called after every login and after the end of one; returns what ends it. */
export function onLogin(tell: () => void): () => void {
  watchers.add(tell);
  return () => void watchers.delete(tell);
}
function turn(next: Pass | undefined): void {
  const was = pass?.token;
  pass = next;
  storage.keep('pass', next ?? null);
  if (was !== next?.token) for (const tell of watchers) tell();
}
export const keepToken = (next: Pass): void => turn(next);
export const forgetToken = (): void => turn(undefined);

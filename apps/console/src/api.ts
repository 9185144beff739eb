import { type Api, createClient } from '@jishi/api-client';

type Listener = () => void;
const listeners = new Set<Listener>();
let askPassword: () => Promise<boolean> = () => Promise.resolve(false);

/** The one client of the console: same origin, session in an HttpOnly cookie. Its methods reject with ApiProblem. */
export const api: Api = createClient({
  baseUrl: '',
  onUnauthenticated: () => {
    for (const listener of listeners) listener();
  },
  confirmPassword: () => askPassword(),
});

/** Calls `listener` whenever the server says that nobody is signed in; returns how to stop. */
export function onSignedOut(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Called once by the page's frame: how a person is asked for the password again, before something important. */
export function bindPasswordQuestion(ask: () => Promise<boolean>): void {
  askPassword = ask;
}

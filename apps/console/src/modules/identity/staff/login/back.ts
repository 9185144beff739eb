/** Where to go after the login: a path of this console, never another site. `//evil` and `/\evil` are other sites to a browser. */
export const safeBack = (asked: string | null): string =>
  asked && /^\/(?![/\\])/.test(asked) && !asked.startsWith('/login') ? asked : '/';

/** A key that nobody else has, without the browser's crypto, which a page behind plain http and a mini program lack. */
export function newKey(): string {
  let key = Date.now().toString(36);
  while (key.length < 28) key += Math.random().toString(36).slice(2);
  return key.slice(0, 28);
}

import { randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Header that carries the key of the control interface; in an address it is `?key=…`. */
export const KEY_HEADER = 'x-sandbox-key';

interface Asked {
  headers: Record<string, string | string[] | undefined>;
  query: unknown;
}

/**
 * The key of the control interface and the overview, from DIR/control-key (0600, made at the first start). Without it every web page
 * that a person visits could reset the sandbox or read its money, because a browser reaches 127.0.0.1 from any page.
 */
export function openControlKey(dir: string): string {
  const file = path.join(dir, 'control-key');
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (/^[\w-]{32,}$/.test(kept)) return kept;
  const made = randomBytes(24).toString('base64url');
  writeFileSync(`${file}.new`, `${made}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return made;
}

/** Whether a request shows the key, in its header or its address. */
export function showsKey({ headers, query }: Asked, key: string): boolean {
  const given = headers[KEY_HEADER] ?? (query as { key?: unknown } | null)?.key;
  if (typeof given !== 'string') return false;
  const [left, right] = [Buffer.from(given), Buffer.from(key)];
  return left.length === right.length && timingSafeEqual(left, right);
}

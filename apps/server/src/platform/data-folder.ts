import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes the data folder, or closes the one of an earlier start, to everybody but its owner: it holds the master secret, passwords and
 * buyers' data. When root starts an embedded PostgreSQL, which then runs as another user, that user may walk through to its own folder
 * but list nothing. A folder that holds nothing of ours is left as it is.
 */
export function openDataFolder(dir: string, embedded: boolean): void {
  const mode = embedded && process.getuid?.() === 0 ? 0o711 : 0o700;
  if (!existsSync(dir)) {
    mkdirSync(dir, { recursive: true });
    chmodSync(dir, mode);
  } else if (['secret', 'postgres'].some((ours) => existsSync(path.join(dir, ours)))) {
    chmodSync(dir, statSync(dir).mode & mode);
  }
}

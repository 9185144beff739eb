import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Files under their own hash in one folder; the same bytes are kept once. */
export class FileStore {
  readonly dir: string;
  constructor(dir: string) {
    this.dir = dir;
    mkdirSync(dir, { recursive: true });
  }

  /**
   * Keeps bytes, on the disk and not only on their way there, and returns the address under which they are served. The size of a picture
   * in pixels stands in its name, so that a page can keep its place before it has come.
   */
  put(bytes: Buffer, extension: string, size?: { width: number; height: number }): { hash: string; url: string } {
    const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 32);
    const name = `${hash}${size ? `-${size.width}x${size.height}` : ''}.${extension}`;
    const target = path.join(this.dir, name);
    if (!existsSync(target)) {
      const part = `${target}.${process.pid}.part`;
      try {
        writeFileSync(part, bytes, { flush: true });
        renameSync(part, target);
      } catch (error) {
        // On a full disk half a file would take the last room.
        rmSync(part, { force: true });
        throw error;
      }
    }
    return { hash, url: `/files/${name}` };
  }
}

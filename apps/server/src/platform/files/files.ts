import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What is kept: where it is found, and where it is served. */
export interface KeptFile {
  hash: string;
  url: string;
}

/** Uploaded pictures, each under its own hash; the same bytes are kept once. */
export interface FileStore {
  /** The folder from which they are served. */
  readonly dir: string;
  /**
   * Keeps bytes for good and returns the address under which they are served. The size of a picture in pixels stands in its name, so that
   * a page can keep its place before it has come. It may ask another server: call it before a transaction, not within one.
   */
  put(bytes: Buffer, extension: string, size?: { width: number; height: number }): Promise<KeptFile>;
  /** Sees to it that a kept file stands in the folder; a name that nothing has is no error. */
  bring(name: string): Promise<void>;
}

const HASH_LENGTH = 32;
/** What `put` names a file; the two numbers are the pixels of a picture. */
export const FILE_NAME = /^[\w-]{32}(?:-(\d+)x\d+)?\.\w{2,5}$/;

export function nameOf(bytes: Buffer, extension: string, size?: { width: number; height: number }) {
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, HASH_LENGTH);
  return { hash, name: `${hash}${size ? `-${size.width}x${size.height}` : ''}.${extension}` };
}

/** The hash in the address or name of a kept file. */
export const hashIn = (address: string): string => path.basename(address).slice(0, HASH_LENGTH);

/** Writes a file into a folder, on the disk and not only on its way there: whole or not at all. */
export function writeWhole(dir: string, name: string, bytes: Buffer): void {
  const target = path.join(dir, name);
  if (existsSync(target)) return;
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

/** All files in one folder of this machine, or of a disk that several machines see. */
export class FolderStore implements FileStore {
  readonly dir: string;
  constructor(dir: string) {
    this.dir = dir;
    mkdirSync(dir, { recursive: true });
  }

  async put(bytes: Buffer, extension: string, size?: { width: number; height: number }): Promise<KeptFile> {
    const { hash, name } = nameOf(bytes, extension, size);
    writeWhole(this.dir, name, bytes);
    return { hash, url: `/files/${name}` };
  }

  async bring(): Promise<void> {}
}

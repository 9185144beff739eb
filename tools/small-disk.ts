import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A file system of its own that can be filled to the last byte. */
export interface SmallDisk {
  dir: string;
  /** Writes until nothing more fits. */
  fill(): void;
  /** Gives the room back. */
  empty(): void;
  remove(): void;
}

/** One of so many MiB in memory; null where the user may not mount, which on Linux root may and in most containers nobody. */
export function smallDisk(mebibytes: number): SmallDisk | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const dir = mkdtempSync(path.join(tmpdir(), 'jishi-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=755`, 'tmpfs', dir]);
  if (mounted.status !== 0) {
    rmSync(dir, { recursive: true });
    return null;
  }
  chmodSync(dir, 0o755);
  const filler = path.join(dir, 'filler');
  return {
    dir,
    fill: () => fill(filler),
    empty: () => rmSync(filler, { force: true }),
    remove: () => {
      spawnSync('umount', ['-l', dir]);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function fill(file: string): void {
  const descriptor = openSync(file, 'a');
  try {
    for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 16)) writeAsMuchAsFits(descriptor, size);
  } finally {
    closeSync(descriptor);
  }
}

function writeAsMuchAsFits(descriptor: number, size: number): void {
  const piece = Buffer.alloc(size);
  try {
    for (;;) writeSync(descriptor, piece);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Temporary folders of the tests lie in one of the run, which goes when it is over. */
export default function setup(): () => void {
  const dir = mkdtempSync(path.join(tmpdir(), 'jishi-tests-'));
  // A PostgreSQL that root starts runs as another user, who must get through.
  chmodSync(dir, 0o755);
  process.env.TMPDIR = dir;
  return () => rmSync(dir, { recursive: true, force: true });
}

import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { emptyFolder, startJishi } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The data folder of a demo shop that was started once and is at rest. */
    demoFolder: string;
  }
}

/** The demo is seeded once for the whole run; every file goes on from a copy of its folder. */
export default async function setup({ provide }: TestProject): Promise<() => void> {
  const dataDir = emptyFolder();
  const jishi = await startJishi(dataDir);
  await jishi.stop({ keep: true });
  provide('demoFolder', dataDir);
  return () => rmSync(dataDir, { recursive: true, force: true });
}

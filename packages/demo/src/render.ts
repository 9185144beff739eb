import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { paint } from './pictures/paint.ts';
import { type Scene, scenes } from './pictures/scene.ts';

export interface RenderOptions {
  /** Where progress goes, a line at a time. */
  log?: (line: string) => void;
  /** Pictures drawn at the same time. */
  concurrency?: number;
  /** Draws these instead of all. */
  only?: readonly Scene[];
}

/**
 * Draws `<key>.webp` for every picture of the demo shop into a folder, which is made if it is missing.
 * The same scene always gives the same picture; files that are there are left alone. Answers how many were drawn.
 */
export async function renderPictures(
  outDir: string,
  { log = () => {}, concurrency = 3, only = scenes }: RenderOptions = {},
): Promise<number> {
  mkdirSync(outDir, { recursive: true });
  sharp.concurrency(1);
  const missing = only.filter((scene) => !existsSync(fileOf(outDir, scene)));
  let done = 0;
  const queue = missing.values();
  const work = async (): Promise<void> => {
    for (const scene of queue) {
      const file = fileOf(outDir, scene);
      const webp = await paint(scene);
      writeFileSync(`${file}.part`, webp);
      renameSync(`${file}.part`, file);
      done++;
      if (done % 100 === 0) log(`${done} of ${missing.length} pictures`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  log(`${done} pictures drawn, ${only.length - done} were there`);
  return done;
}

const fileOf = (outDir: string, scene: Scene): string => path.join(outDir, `${scene.key}.webp`);

if (path.basename(process.argv[1] ?? '') === 'render.ts') {
  const { values } = parseArgs({ options: { out: { type: 'string' } } });
  if (!values.out) throw new Error('usage: render.ts --out DIR');
  await renderPictures(values.out, { log: console.log });
}

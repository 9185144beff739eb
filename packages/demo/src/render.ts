import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { paint } from './pictures/paint.ts';
import { type Scene, scenes } from './pictures/scene.ts';

/** Raise it when compositions, dyeing or encoding change: what was drawn before is then drawn anew. */
const DESIGN = 1;
const LEDGER = 'drawn.json';
const SAVE_EVERY = 100;

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
 * The same scene always gives the same picture; one that is there and whose scene has not changed is left alone.
 * Answers how many were drawn.
 */
export async function renderPictures(
  outDir: string,
  { log = () => {}, concurrency = 3, only = scenes }: RenderOptions = {},
): Promise<number> {
  mkdirSync(outDir, { recursive: true });
  sharp.concurrency(1);
  const ledger = readLedger(outDir);
  const missing = outdated(outDir, only);
  let done = 0;
  const queue = missing.values();
  const work = async (): Promise<void> => {
    for (const scene of queue) {
      put(fileOf(outDir, scene.key), await paint(scene));
      ledger[scene.key] = digestOf(scene);
      done++;
      if (done % SAVE_EVERY !== 0) continue;
      put(path.join(outDir, LEDGER), JSON.stringify(ledger));
      log(`${done} of ${missing.length} pictures`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  if (done > 0) put(path.join(outDir, LEDGER), JSON.stringify(ledger));
  log(`${done} pictures drawn, ${only.length - done} were there`);
  return done;
}

/** Scenes whose picture in a folder is missing or shows what they were before. */
export function outdated(outDir: string, of: readonly Scene[] = scenes): Scene[] {
  const ledger = readLedger(outDir);
  return of.filter((scene) => ledger[scene.key] !== digestOf(scene) || !existsSync(fileOf(outDir, scene.key)));
}

const fileOf = (outDir: string, key: string): string => path.join(outDir, `${key}.webp`);
const digestOf = (scene: Scene): string =>
  createHash('sha256')
    .update(`${DESIGN} ${JSON.stringify(scene)}`)
    .digest('hex')
    .slice(0, 16);

/** Digest of the scene by picture key, as last drawn; empty when nothing was or the file was cut short. */
function readLedger(outDir: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(path.join(outDir, LEDGER), 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}

/** Writes a file whole or not at all. */
function put(file: string, content: Buffer | string): void {
  writeFileSync(`${file}.part`, content);
  renameSync(`${file}.part`, file);
}

if (path.basename(process.argv[1] ?? '') === 'render.ts') {
  const { values } = parseArgs({ options: { out: { type: 'string' } } });
  if (!values.out) throw new Error('usage: render.ts --out DIR');
  await renderPictures(values.out, { log: console.log });
}

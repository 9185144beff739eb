import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { FILE_NAME } from './files.ts';
import { pictures } from './pictures.ts';

/** The widths in pixels that a picture is also served in: half, three quarters and all of a phone's screen, at two or three pixels a point. */
const WIDTHS = new Set(['360', '540', '720', '1080']);
/** So many are made at once, because each takes a core and memory; so many more may wait. */
const AT_ONCE = 2;
const MOST_WAITING = 60;

/**
 * Narrower copies of pictures, each made when it is first asked for and then kept beside the original: four at most, so that nobody
 * fills the disk by asking. A picture is never made wider than it is.
 */
export class PictureWidths {
  readonly #dir: string;
  readonly #underWay = new Map<string, Promise<boolean>>();
  readonly #waiting: (() => void)[] = [];
  #busy = 0;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /**
   * The file, from the folder of all files, that answers a picture asked for in a width: the copy, or the original where there is
   * no such width, no such picture, or no room. `whole` says that it will be the same for good.
   */
  async fileFor(name: string, width: unknown): Promise<{ file: string; whole: boolean }> {
    const original = { file: name, whole: true };
    const own = name.endsWith('.webp') && FILE_NAME.exec(name);
    if (
      !own ||
      typeof width !== 'string' ||
      !WIDTHS.has(width) ||
      Number(own[1] ?? Number.POSITIVE_INFINITY) <= Number(width)
    )
      return original;
    const file = `w${width}/${name}`;
    if (existsSync(path.join(this.#dir, file))) return { file, whole: true };
    if (!existsSync(path.join(this.#dir, name))) return original;
    if (!this.#underWay.has(file) && this.#waiting.length >= MOST_WAITING) return { file: name, whole: false };
    return (await this.#made(file, name, Number(width))) ? { file, whole: true } : { file: name, whole: false };
  }

  #made(file: string, name: string, width: number): Promise<boolean> {
    const started = this.#underWay.get(file);
    if (started) return started;
    const making = this.#turn()
      .then(() => this.#make(file, name, width))
      .then(
        () => true,
        // No room on the disk, or bytes that are no picture after all: the original is served.
        () => false,
      )
      .finally(() => {
        this.#underWay.delete(file);
        this.#busy--;
        this.#waiting.shift()?.();
      });
    this.#underWay.set(file, making);
    return making;
  }

  async #turn(): Promise<void> {
    if (this.#busy >= AT_ONCE) await new Promise<void>((go) => this.#waiting.push(go));
    this.#busy++;
  }

  async #make(file: string, name: string, width: number): Promise<void> {
    const target = path.join(this.#dir, file);
    const part = `${target}.${process.pid}.part`;
    await mkdir(path.dirname(target), { recursive: true });
    try {
      const sharp = await pictures();
      await sharp(path.join(this.#dir, name), { animated: true })
        .resize({ width, withoutEnlargement: true })
        .webp({ quality: 80 })
        .toFile(part);
      await rename(part, target);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  }
}

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';
import { type Rgb, rgb } from './colour.ts';
import { dye, meanColour } from './dye.ts';

const assets = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@lobehub/fluent-emoji-3d/package.json')),
  'assets',
);

/** File of an emoji; the set names some with and some without the presentation selector. Null when it has none. */
export function objectFile(emoji: string): string | null {
  const points = [...emoji].map((c) => (c.codePointAt(0) ?? 0).toString(16)).filter((c) => c !== 'fe0f');
  const names = [points.join('-'), `${points.join('-')}-fe0f`];
  return names.map((name) => path.join(assets, `${name}.webp`)).find((file) => existsSync(file)) ?? null;
}

/** An object cut to its outline: RGBA pixels. */
export interface Cutout {
  pixels: Uint8Array;
  width: number;
  height: number;
  mean: Rgb;
}

/** An emoji, perhaps with one of its colours dyed. */
export interface Thing {
  emoji: string;
  dye?: string;
  /** The colour that gives way to `dye`; without it, the main one. */
  replaced?: string;
}

/** Where an object stands: `x` is its middle, `ground` its lower edge, `size` its longer side, all in pixels. */
export interface Spot {
  thing: Thing;
  x: number;
  ground: number;
  size: number;
  /** Degrees clockwise. */
  turn?: number;
}

/** How dark a cast shadow is, 0–1. */
const SHADOW = 0.36;
const cutouts = new Map<string, Promise<Cutout>>();

/** The object, cut to its outline and dyed; throws when the set has no such emoji. */
export function cutout(thing: Thing): Promise<Cutout> {
  const key = `${thing.emoji} ${thing.dye ?? ''} ${thing.replaced ?? ''}`;
  const known = cutouts.get(key);
  if (known) return known;
  const made = cut(thing);
  cutouts.set(key, made);
  return made;
}

async function cut({ emoji, dye: colour, replaced }: Thing): Promise<Cutout> {
  const file = objectFile(emoji);
  if (!file) throw new Error(`no picture of ${emoji}`);
  const whole = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const { left, top, width, height } = outline(whole.data, whole.info.width, whole.info.height);
  const own = new Uint8Array(width * height * 4);
  for (let row = 0; row < height; row++) {
    const from = ((top + row) * whole.info.width + left) * 4;
    own.set(whole.data.subarray(from, from + width * 4), row * width * 4);
  }
  const pixels = colour ? dye(own, width, colour, replaced) : own;
  return { pixels, width, height, mean: meanColour(pixels) };
}

/** The smallest box around all that is visible. */
function outline(pixels: Uint8Array, width: number, height: number) {
  let [left, right, top, bottom] = [width, 0, height, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if ((pixels[(y * width + x) * 4 + 3] ?? 0) < 12) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  return { left, top, width: Math.max(1, right - left + 1), height: Math.max(1, bottom - top + 1) };
}

/** The layers of an object in a picture: a soft shadow it casts when `lifted`, and itself. */
export async function layersOf(spot: Spot, shadow: string | null): Promise<OverlayOptions[]> {
  const { pixels, width, height } = await cutout(spot.thing);
  const scale = spot.size / Math.max(width, height);
  const box = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  const raw = { raw: { width, height, channels: 4 as const } };
  const upright = sharp(pixels, raw).resize(box.width, box.height, { fit: 'fill', kernel: 'cubic' });
  const shown = spot.turn
    ? sharp(await upright.png({ compressionLevel: 1 }).toBuffer()).rotate(spot.turn, { background: '#00000000' })
    : upright;
  const { data, info } = await shown.raw().toBuffer({ resolveWithObject: true });
  const left = Math.round(spot.x - info.width / 2);
  const top = Math.round(spot.ground - box.height / 2 - info.height / 2);
  const own = { input: data, raw: { width: info.width, height: info.height, channels: 4 as const }, left, top };
  if (!shadow) return [own];
  return [await castShadow(data, info.width, info.height, shadow, left, top), own];
}

/** A blurred silhouette, a little below and to the right, made at a quarter of the size. */
async function castShadow(
  data: Buffer,
  width: number,
  height: number,
  colour: string,
  left: number,
  top: number,
): Promise<OverlayOptions> {
  const margin = Math.ceil((Math.max(width, height) * 0.12) / 4);
  const small = { width: Math.ceil(width / 4) + margin * 2, height: Math.ceil(height / 4) + margin * 2 };
  const [r, g, b] = rgb(colour);
  const pixels = new Uint8Array(small.width * small.height * 4);
  for (let y = 0; y < small.height; y++)
    for (let x = 0; x < small.width; x++) {
      const [fromX, fromY] = [(x - margin) * 4, (y - margin) * 4];
      const inside = fromX >= 0 && fromX < width && fromY >= 0 && fromY < height;
      const alpha = inside ? (data[(fromY * width + fromX) * 4 + 3] ?? 0) * SHADOW : 0;
      pixels.set([r, g, b, alpha], (y * small.width + x) * 4);
    }
  const blurred = await sharp(pixels, { raw: { ...small, channels: 4 } })
    .blur(Math.max(0.5, margin / 2.4))
    .raw()
    .toBuffer();
  const size = { width: small.width * 4, height: small.height * 4 };
  const input = await sharp(blurred, { raw: { ...small, channels: 4 } })
    .resize(size.width, size.height, { fit: 'fill' })
    .raw()
    .toBuffer();
  const drop = Math.round(margin * 1.5);
  return {
    input,
    raw: { ...size, channels: 4 },
    left: left - margin * 4 + Math.round(drop / 2),
    top: top - margin * 4 + drop,
  };
}

import { type Rgb, rgb } from './colour.ts';

const BINS = 24;
/** Below this saturation (0–1) a pixel counts as white, grey or black. */
const GREY = 0.18;
/** Below this it is pale: a stronger colour of the same hue is another colour. */
const PALE = 0.4;

const smooth = (from: number, to: number, at: number): number => {
  const t = Math.min(1, Math.max(0, (at - from) / (to - from)));
  return t * t * (3 - 2 * t);
};

/** Hue in degrees and saturation 0–1 (as in HSV). */
function hueOf(r: number, g: number, b: number): [hue: number, saturation: number] {
  const high = Math.max(r, g, b);
  const chroma = high - Math.min(r, g, b);
  if (chroma === 0) return [0, 0];
  const sixth = high === r ? (g - b) / chroma : high === g ? (b - r) / chroma + 2 : (r - g) / chroma + 4;
  return [(sixth * 60 + 360) % 360, chroma / high];
}
const luminance = (r: number, g: number, b: number): number => 0.3 * r + 0.59 * g + 0.11 * b;
const apart = (a: number, b: number): number => Math.min(Math.abs(a - b), 360 - Math.abs(a - b));

/** What a pixel must be to belong: grey, or of a hue in degrees, of which the pale kind leaves out what is stronger. */
type Kind = { hue: number; strongest?: number } | 'grey';

/** The main colour of an object: its strongest hue, or grey if it is mostly grey. */
function mainKind(pixels: Uint8Array): Kind {
  const bins = new Float64Array(BINS);
  let opaque = 0;
  let coloured = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    if ((pixels[i + 3] ?? 0) < 128) continue;
    const [hue, saturation] = hueOf(pixels[i] ?? 0, pixels[i + 1] ?? 0, pixels[i + 2] ?? 0);
    opaque++;
    if (saturation > GREY) coloured++;
    const bin = Math.floor((hue / 360) * BINS) % BINS;
    bins[bin] = (bins[bin] ?? 0) + saturation;
  }
  if (coloured < opaque * 0.4) return 'grey';
  return { hue: ((bins.indexOf(Math.max(...bins)) + 0.5) * 360) / BINS };
}

function kindOf(colour: string): Kind {
  const [hue, saturation] = hueOf(...rgb(colour));
  if (saturation <= GREY) return 'grey';
  return saturation < PALE ? { hue, strongest: saturation } : { hue };
}

/** How much of each pixel belongs to a kind, 0–1, evened out so that noise does not show. */
function belonging(pixels: Uint8Array, width: number, kind: Kind): Float32Array {
  const share = new Float32Array(pixels.length / 4);
  for (let i = 0; i < share.length; i++) {
    const [hue, saturation] = hueOf(pixels[i * 4] ?? 0, pixels[i * 4 + 1] ?? 0, pixels[i * 4 + 2] ?? 0);
    share[i] = likeness(kind, hue, saturation);
  }
  return evened(evened(share, 1), width);
}

function likeness(kind: Kind, hue: number, saturation: number): number {
  if (kind === 'grey') return 1 - smooth(GREY + 0.04, GREY + 0.24, saturation);
  const own = (1 - smooth(32, 58, apart(hue, kind.hue))) * smooth(0.04, 0.13, saturation);
  if (kind.strongest === undefined) return own;
  return own * (1 - smooth(kind.strongest + 0.12, kind.strongest + 0.3, saturation));
}

/** Each value averaged with its neighbours `step` away. */
const evened = (values: Float32Array, step: number): Float32Array =>
  values.map((v, i) => ((values[i - step] ?? v) + v * 2 + (values[i + step] ?? v)) / 4);

/** Mean luminance of the pixels that belong, 1–255. */
function middleOf(pixels: Uint8Array, share: Float32Array): number {
  let light = 0;
  let weight = 0;
  for (let i = 0; i < share.length; i++) {
    const w = (share[i] ?? 0) * (pixels[i * 4 + 3] ?? 0);
    light += luminance(pixels[i * 4] ?? 0, pixels[i * 4 + 1] ?? 0, pixels[i * 4 + 2] ?? 0) * w;
    weight += w;
  }
  return weight > 0 ? Math.max(1, light / weight) : 128;
}

/**
 * Dyes one colour of an object, keeping its light and shade and leaving its other colours alone.
 * @param pixels RGBA, 8 bits a channel, rows of `width`; a new array is returned
 * @param replaced the colour that gives way; without it, the object's main colour
 */
export function dye(pixels: Uint8Array, width: number, colour: string, replaced?: string): Uint8Array {
  const share = belonging(pixels, width, replaced ? kindOf(replaced) : mainKind(pixels));
  const middle = middleOf(pixels, share);
  const target = rgb(colour);
  const dyed = Uint8Array.from(pixels);
  for (let at = 0; at < pixels.length; at += 4) {
    const part = share[at / 4] ?? 0;
    const shade = luminance(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0) / middle;
    for (let c = 0; c < 3; c++) {
      const full = target[c] ?? 0;
      const lit = shade <= 1 ? full * (0.25 + 0.75 * shade) : full + (255 - full) * Math.min(0.85, (shade - 1) * 0.75);
      const own = pixels[at + c] ?? 0;
      dyed[at + c] = Math.round(own + (lit - own) * part);
    }
  }
  return dyed;
}

/** Mean colour of what is opaque. */
export function meanColour(pixels: Uint8Array): Rgb {
  const sum = [0, 0, 0];
  let opaque = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    if ((pixels[i + 3] ?? 0) < 128) continue;
    opaque++;
    for (let c = 0; c < 3; c++) sum[c] = (sum[c] ?? 0) + (pixels[i + c] ?? 0);
  }
  const [r = 0, g = 0, b = 0] = sum.map((s) => s / Math.max(1, opaque));
  return [r, g, b];
}

// Colours as numbers: sRGB for contrast (WCAG 2), OKLCH for changes that look even to the eye. Own small code, no library.

/** Red, green and blue, each 0 to 1. */
export type Rgb = readonly [number, number, number];
/** Lightness 0 to 1, chroma from 0 (grey) to about 0.35, hue in degrees. */
export interface Lch {
  l: number;
  c: number;
  h: number;
}

/** "#rrggbb" as numbers. */
export const rgbOf = (hex: string): Rgb =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as unknown as Rgb;
/** Numbers as "#rrggbb"; what no screen can show is cut to what it can. */
export const hexOf = (rgb: Rgb): string =>
  `#${rgb
    .map((part) =>
      Math.round(clamp(part) * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

const clamp = (part: number): number => Math.min(1, Math.max(0, part));
const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
const gamma = (part: number): number => (part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055);

function luminance(hex: string): number {
  const [r, g, b] = rgbOf(hex).map(linear) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
/** Contrast of two colours by WCAG 2: 1 (the same) to 21 (black on white). */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
/** What is seen when `share` (0 to 1) of a colour lies over another. */
export function over(colour: string, share: number, ground: string): string {
  const below = rgbOf(ground);
  return hexOf(rgbOf(colour).map((part, i) => part * share + (below[i] ?? 0) * (1 - share)) as unknown as Rgb);
}

/** The colour in OKLCH (Björn Ottosson, 2020). */
export function lchOf(hex: string): Lch {
  const [r, g, b] = rgbOf(hex).map(linear) as unknown as Rgb;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return {
    l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    c: Math.hypot(a, bb),
    h: (Math.atan2(bb, a) * 180) / Math.PI,
  };
}
function rgbOfLch({ l, c, h }: Lch): Rgb {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const x = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const y = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const z = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
    -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
    -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z,
  ].map((part) => gamma(Math.max(0, part))) as unknown as Rgb;
}
const shows = (rgb: Rgb): boolean => rgb.every((part) => part >= -0.001 && part <= 1.001);
/** The colour that a screen can show: the hue and lightness stay, chroma gives way. */
export function hexOfLch(lch: Lch): string {
  for (let c = lch.c; c > 0; c -= 0.004) {
    const rgb = rgbOfLch({ ...lch, c });
    if (shows(rgb)) return hexOf(rgb);
  }
  return hexOf(rgbOfLch({ ...lch, c: 0 }));
}

const STEP = 0.005;
/** The colour, made darker (`by` -1) or lighter (1) only as far as it takes until `good` says so. */
export function shifted(hex: string, by: -1 | 1, good: (hex: string) => boolean): string {
  if (good(hex)) return hex;
  const from = lchOf(hex);
  for (let l = from.l + by * STEP; l > 0 && l < 1; l += by * STEP) {
    const next = hexOfLch({ ...from, l });
    if (good(next)) return next;
  }
  return by < 0 ? '#000000' : '#ffffff';
}

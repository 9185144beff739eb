import { createRequire } from 'node:module';
import sharp, { type OverlayOptions } from 'sharp';

const files = {
  regular: '400Regular/NotoSansSC_400Regular.ttf',
  bold: '700Bold/NotoSansSC_700Bold.ttf',
  black: '900Black/NotoSansSC_900Black.ttf',
};
const fontDescriptions = { regular: 'Noto Sans SC', bold: 'Noto Sans SC Bold', black: 'Noto Sans SC Black' };
export type Weight = keyof typeof files;

/** The TTF of a weight, out of the npm package: no font of the machine is asked. */
const fontFile = (weight: Weight): string =>
  createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans-sc/${files[weight]}`);

export interface Line {
  text: string;
  weight: Weight;
  /** Height of the em square in pixels. */
  size: number;
  colour: string;
  /** Extra space between characters, in pixels. */
  spacing?: number;
}

export interface Lettering {
  /** PNG with transparency, cut to the ink. */
  png: Buffer;
  width: number;
  height: number;
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

export async function letter(line: Line): Promise<Lettering> {
  const spacing = line.spacing ? ` letter_spacing="${Math.round(line.spacing * 1024)}"` : '';
  const { data, info } = await sharp({
    text: {
      text: `<span foreground="${line.colour}"${spacing}>${escaped(line.text)}</span>`,
      font: `${fontDescriptions[line.weight]} ${line.size}`,
      fontfile: fontFile(line.weight),
      rgba: true,
      dpi: 72,
    },
  })
    .png({ compressionLevel: 1 })
    .toBuffer({ resolveWithObject: true });
  return { png: data, width: info.width, height: info.height };
}

/** A line set at `x` by its left edge or its middle, its ink starting at `top`. */
export async function set(line: Line, x: number, top: number, align: 'left' | 'middle'): Promise<OverlayOptions> {
  const { png, width } = await letter(line);
  return { input: png, left: Math.round(align === 'left' ? x : x - width / 2), top: Math.round(top) };
}

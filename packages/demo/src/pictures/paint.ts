import sharp, { type OverlayOptions } from 'sharp';
import { type Backdrop, type Frame, niche, plain, type Stand, shelf, steps, still, trio, wreath } from './backdrop.ts';
import { baseFor, hex, mix, type Palette, paletteOf } from './colour.ts';
import { set } from './lettering.ts';
import { cutout, layersOf, type Spot, type Thing } from './object.ts';
import type { Composition, Scene } from './scene.ts';
import { paintBanner, paintIcon, paintLogo } from './signs.ts';

const SQUARE: Frame = { width: 800, height: 800, headroom: 0 };
const PAGE: Frame = { width: 750, height: 900, headroom: 232 };
const QUALITY = { quality: 86, effort: 1, smartSubsample: false } as const;

const compositions: Record<Composition, (p: Palette, frame: Frame, flip: boolean) => Backdrop> = {
  niche,
  steps,
  wreath,
  still,
  shelf,
  trio,
};

/** Draws a scene as WebP. */
export async function paint(scene: Scene): Promise<Buffer> {
  switch (scene.kind) {
    case 'gallery':
      return paintGallery(scene);
    case 'look':
      return paintLook(scene);
    case 'detail':
      return scene.page === 1 ? paintOpening(scene) : paintClosing(scene);
    case 'banner':
      return paintBanner(scene);
    case 'icon':
      return paintIcon(scene);
    case 'logo':
      return paintLogo(scene);
  }
}

type Of<K extends Scene['kind']> = Extract<Scene, { kind: K }>;

const placed = (thing: Thing, stand: Stand): Spot => ({ thing, ...stand });

async function finish(
  backdrop: Backdrop,
  spots: readonly Spot[],
  palette: Palette,
  more: OverlayOptions[] = [],
): Promise<Buffer> {
  const layers = await Promise.all(
    spots.filter((s) => s.size > 0).map((s) => layersOf(s, backdrop.floats ? palette.deep : null)),
  );
  return sharp(Buffer.from(backdrop.svg))
    .composite([...layers.flat(), ...more])
    .removeAlpha()
    .webp(QUALITY)
    .toBuffer();
}

/** Props behind, the product, props in front: as they stand, from the back to the front. */
function spotsOf(backdrop: Backdrop, hero: Thing, props: readonly Thing[]): Spot[] {
  const echoes = (backdrop.echoes ?? []).map((stand) => placed(hero, stand));
  const around = backdrop.props.flatMap((stand, i) => {
    const thing = props[i % Math.max(1, props.length)];
    return thing ? [placed(thing, stand)] : [];
  });
  const main = placed(hero, backdrop.hero);
  const behind = around.filter((s) => s.ground <= main.ground);
  return [...echoes, ...behind, main, ...around.filter((s) => s.ground > main.ground)];
}

async function paintGallery(scene: Of<'gallery'>): Promise<Buffer> {
  const { mean } = await cutout(scene.hero);
  const palette = paletteOf(baseFor(scene.department, mean, scene.turn));
  const backdrop = compositions[scene.composition](palette, SQUARE, scene.turn % 2 === 1);
  return finish(backdrop, spotsOf(backdrop, scene.hero, scene.props), palette);
}

async function paintLook(scene: Of<'look'>): Promise<Buffer> {
  const { mean } = await cutout(scene.hero);
  const palette = paletteOf(mix(scene.hero.dye ?? hex(mean), '#e9dccb', 0.35));
  const backdrop = plain(palette, SQUARE);
  return finish(backdrop, spotsOf(backdrop, scene.hero, []), palette);
}

/** The largest size at which a line of Chinese fits a width; a full-width character is as wide as it is high. */
const fitting = (text: string, width: number, largest: number, spacing: number): number =>
  Math.min(largest, Math.floor(width / Math.max(1, [...text].length) - spacing));

async function paintOpening(scene: Of<'detail'>): Promise<Buffer> {
  const { mean } = await cutout(scene.hero);
  const palette = paletteOf(baseFor(scene.department, mean, scene.turn));
  const backdrop = (scene.turn % 2 === 0 ? niche : still)(palette, PAGE, scene.turn % 4 < 2);
  const size = fitting(scene.note, 640, 27, 2);
  const x = PAGE.width / 2;
  const lines = await Promise.all([
    set(
      { text: scene.brand, weight: 'bold', size: 24, colour: mix(palette.deep, palette.base, 0.35), spacing: 8 },
      x,
      54,
      'middle',
    ),
    set({ text: scene.caption, weight: 'black', size: 62, colour: palette.deep, spacing: 4 }, x, 98, 'middle'),
    set(
      { text: scene.note, weight: 'regular', size, colour: mix(palette.deep, palette.base, 0.2), spacing: 2 },
      x,
      186,
      'middle',
    ),
  ]);
  const smaller = { ...backdrop.hero, size: backdrop.hero.size * 0.9 };
  return finish(backdrop, spotsOf({ ...backdrop, hero: smaller }, scene.hero, scene.props), palette, lines);
}

/** A card with the product on it, its two props in discs below the heading. */
async function paintClosing(scene: Of<'detail'>): Promise<Buffer> {
  const { mean } = await cutout(scene.hero);
  const palette = paletteOf(baseFor(scene.department, mean, scene.turn));
  const { width, height } = PAGE;
  const soft = mix(palette.base, '#ffffff', 0.7);
  const discs = [470, 620];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="${mix(palette.base, '#ffffff', 0.5)}"/><stop offset="1" stop-color="${mix(palette.base, '#ffffff', 0.8)}"/></linearGradient>
<radialGradient id="t"><stop stop-color="${palette.deep}" stop-opacity=".36"/><stop offset="1" stop-color="${palette.deep}" stop-opacity="0"/></radialGradient></defs>
<rect width="${width}" height="${height}" fill="#fffdfa"/><rect x="40" y="40" width="670" height="560" rx="36" fill="url(#g)"/><circle cx="375" cy="310" r="220" fill="#ffffff" fill-opacity=".5"/>
<ellipse cx="375" cy="520" rx="230" ry="26" fill="url(#t)"/>${discs.map((x) => `<circle cx="${x}" cy="742" r="66" fill="${soft}"/>`).join('')}
<rect x="60" y="656" width="56" height="6" rx="3" fill="${palette.base}"/></svg>`;
  const size = fitting(scene.caption, 326, 46, 2);
  const lines = await Promise.all([
    set({ text: scene.caption, weight: 'black', size, colour: palette.deep, spacing: 2 }, 60, 688, 'left'),
    set(
      {
        text: scene.note,
        weight: 'regular',
        size: fitting(scene.note, 326, 25, 1),
        colour: mix(palette.deep, palette.base, 0.3),
        spacing: 1,
      },
      60,
      768,
      'left',
    ),
    set({ text: scene.brand, weight: 'bold', size: 22, colour: palette.base, spacing: 6 }, 60, 820, 'left'),
  ]);
  const spots = [
    placed(scene.hero, { x: 375, ground: 520, size: 390 }),
    ...scene.props.map((thing, i) => placed(thing, { x: discs[i] ?? 470, ground: 786, size: 88 })),
  ];
  return finish({ svg, hero: { x: 0, ground: 0, size: 0 }, props: [] }, spots, palette, lines);
}

import sharp from 'sharp';
import { departmentBases, mix, paletteOf } from './colour.ts';
import { letter, set } from './lettering.ts';
import { layersOf, type Spot } from './object.ts';
import type { Scene } from './scene.ts';

type Of<K extends Scene['kind']> = Extract<Scene, { kind: K }>;
const QUALITY = { quality: 86, effort: 3 } as const;

/** 1500×640: the headline on the left, three objects on plinths on the right. */
export async function paintBanner(scene: Of<'banner'>): Promise<Buffer> {
  const p = paletteOf(scene.base);
  const plinth = (x: number, y: number, rx: number): string =>
    `<path d="M${x - rx} ${y}V660H${x + rx}V${y}z" fill="url(#s)"/><ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${rx * 0.2}" fill="${mix(p.base, '#ffffff', 0.78)}"/><ellipse cx="${x}" cy="${y + 2}" rx="${rx * 0.82}" ry="${rx * 0.14}" fill="url(#t)"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1500" height="640"><defs>
<linearGradient id="w" x2="1" y2="1"><stop stop-color="${mix(p.base, '#ffffff', 0.72)}"/><stop offset="1" stop-color="${mix(p.base, '#ffffff', 0.22)}"/></linearGradient>
<linearGradient id="s"><stop stop-color="${mix(p.base, '#ffffff', 0.46)}"/><stop offset=".3" stop-color="${mix(p.base, '#ffffff', 0.62)}"/><stop offset="1" stop-color="${mix(p.base, p.deep, 0.14)}"/></linearGradient>
<radialGradient id="t"><stop stop-color="${p.deep}" stop-opacity=".45"/><stop offset="1" stop-color="${p.deep}" stop-opacity="0"/></radialGradient></defs>
<rect width="1500" height="640" fill="url(#w)"/><circle cx="1050" cy="300" r="330" fill="#ffffff" fill-opacity=".34"/><circle cx="1050" cy="300" r="250" fill="#ffffff" fill-opacity=".3"/>
<circle cx="60" cy="610" r="190" fill="${p.base}" fill-opacity=".2"/><circle cx="640" cy="20" r="110" fill="#ffffff" fill-opacity=".25"/>
${plinth(810, 500, 124)}${plinth(1310, 462, 132)}${plinth(1062, 420, 176)}
<rect x="110" y="424" width="214" height="68" rx="34" fill="${p.deep}"/></svg>`;
  const spots: Spot[] = [
    ...scene.props.map((thing, i) => ({
      thing,
      x: i === 0 ? 810 : 1310,
      ground: i === 0 ? 508 : 470,
      size: i === 0 ? 210 : 216,
    })),
    { thing: scene.hero, x: 1062, ground: 430, size: 340 },
  ];
  const layers = await Promise.all([
    ...spots.map((s) => layersOf(s, p.deep)),
    set({ text: scene.headline, weight: 'black', size: 84, colour: p.deep, spacing: 3 }, 108, 190, 'left').then((l) => [
      l,
    ]),
    set(
      { text: scene.note, weight: 'regular', size: 36, colour: mix(p.deep, p.base, 0.15), spacing: 3 },
      110,
      318,
      'left',
    ).then((l) => [l]),
    set({ text: '去看看', weight: 'bold', size: 32, colour: '#ffffff', spacing: 4 }, 217, 442, 'middle').then((l) => [
      l,
    ]),
  ]);
  return sharp(Buffer.from(svg)).composite(layers.flat()).removeAlpha().webp(QUALITY).toBuffer();
}

/** 160×160, round on nothing. */
export async function paintIcon(scene: Of<'icon'>): Promise<Buffer> {
  const base = departmentBases[scene.department]?.[0] ?? '#d6b768';
  const open160 = '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="160">';
  const svg = `${open160}<defs><linearGradient id="g" x2="0" y2="1"><stop stop-color="${mix(base, '#ffffff', 0.82)}"/><stop offset="1" stop-color="${mix(base, '#ffffff', 0.52)}"/></linearGradient></defs><circle cx="80" cy="80" r="78" fill="url(#g)"/></svg>`;
  const layers = await layersOf({ thing: scene.thing, x: 80, ground: 130, size: 102 }, paletteOf(base).deep);
  const round = { input: Buffer.from(`${open160}<circle cx="80" cy="80" r="78"/></svg>`), blend: 'dest-in' as const };
  return sharp(Buffer.from(svg))
    .composite([...layers, round])
    .webp(QUALITY)
    .toBuffer();
}

/** 400×400: one character under a market awning. */
export async function paintLogo(scene: Of<'logo'>): Promise<Buffer> {
  const stripe = (i: number): string => {
    const fill = i % 2 === 0 ? '#ffffff' : mix(scene.colour, '#ffffff', 0.72);
    return `<path d="M${70 + i * 52} 64h52v56a26 26 0 0 1-52 0z" fill="${fill}"/>`;
  };
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="${mix(scene.colour, '#ffb27a', 0.3)}"/><stop offset="1" stop-color="${scene.colour}"/></linearGradient></defs>
<rect width="400" height="400" rx="92" fill="url(#g)"/>${[0, 1, 2, 3, 4].map(stripe).join('')}</svg>`;
  const sign = await letter({ text: scene.sign, weight: 'black', size: 178, colour: '#ffffff' });
  const place = { input: sign.png, left: Math.round(200 - sign.width / 2), top: Math.round(258 - sign.height / 2) };
  return sharp(Buffer.from(svg)).composite([place]).webp(QUALITY).toBuffer();
}

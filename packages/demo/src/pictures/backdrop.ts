import { mix, type Palette } from './colour.ts';

export interface Frame {
  width: number;
  height: number;
  /** Pixels at the top that lettering takes. */
  headroom: number;
}

/** Where things stand in a backdrop: the product first, then its props. */
export interface Stand {
  x: number;
  ground: number;
  size: number;
  turn?: number;
}
export interface Backdrop {
  svg: string;
  hero: Stand;
  props: readonly Stand[];
  /** Copies of the product, behind or beside it. */
  echoes?: readonly Stand[];
  /** Objects float and cast a shadow on the wall instead of touching the ground. */
  floats?: boolean;
}

const gradients = (p: Palette): string => `
<linearGradient id="wall" x2="0" y2="1"><stop stop-color="${p.sky}"/><stop offset="1" stop-color="${p.wall}"/></linearGradient>
<linearGradient id="floor" x2="0" y2="1"><stop stop-color="${mix(p.floor, p.deep, 0.06)}"/><stop offset="1" stop-color="${mix(p.floor, '#ffffff', 0.22)}"/></linearGradient>
<linearGradient id="side"><stop stop-color="${mix(p.base, '#ffffff', 0.5)}"/><stop offset=".32" stop-color="${mix(p.base, '#ffffff', 0.68)}"/><stop offset="1" stop-color="${mix(p.base, p.deep, 0.16)}"/></linearGradient>
<linearGradient id="top"><stop stop-color="${mix(p.base, '#ffffff', 0.86)}"/><stop offset="1" stop-color="${mix(p.base, '#ffffff', 0.6)}"/></linearGradient>
<linearGradient id="arch" x2="0" y2="1"><stop stop-color="${mix(p.base, '#ffffff', 0.3)}"/><stop offset="1" stop-color="${mix(p.base, '#ffffff', 0.62)}"/></linearGradient>
<linearGradient id="disc" x2="1" y2="1"><stop stop-color="#ffffff" stop-opacity=".85"/><stop offset="1" stop-color="${mix(p.base, '#ffffff', 0.45)}" stop-opacity=".7"/></linearGradient>
<radialGradient id="glow"><stop stop-color="#ffffff" stop-opacity=".75"/><stop offset="1" stop-color="#ffffff" stop-opacity="0"/></radialGradient>
<radialGradient id="touch"><stop stop-color="${p.deep}" stop-opacity=".42"/><stop offset=".55" stop-color="${p.deep}" stop-opacity=".16"/><stop offset="1" stop-color="${p.deep}" stop-opacity="0"/></radialGradient>`;

const picture = (p: Palette, { width, height }: Frame, inside: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><defs>${gradients(p)}</defs>${inside}</svg>`;

const wall = ({ width, height }: Frame, fill = 'url(#wall)'): string =>
  `<rect width="${width}" height="${height}" fill="${fill}"/>`;
const ellipse = (x: number, y: number, rx: number, ry: number, fill: string): string =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"/>`;
/** The soft dark spot where something of a width meets what it stands on. */
const touch = (x: number, y: number, width: number): string =>
  ellipse(x, y, width * 0.56, width * 0.085, 'url(#touch)');

/** A round plinth: `y` is its upper edge. */
function plinth(x: number, y: number, rx: number, height: number): string {
  const ry = rx * 0.2;
  return `${ellipse(x + rx * 0.12, y + height + ry * 0.3, rx * 1.28, ry * 1.25, 'url(#touch)')}
<path d="M${x - rx} ${y}v${height}a${rx} ${ry} 0 0 0 ${rx * 2} 0v${-height}z" fill="url(#side)"/>${ellipse(x, y, rx, ry, 'url(#top)')}`;
}

const archway = (x: number, y: number, width: number, bottom: number, fill: string): string =>
  `<path d="M${x - width / 2} ${bottom}V${y + width / 2}a${width / 2} ${width / 2} 0 0 1 ${width} 0V${bottom}z" fill="${fill}"/>`;

const floor = ({ width, height }: Frame, from: number): string =>
  `<rect y="${from}" width="${width}" height="${height - from}" fill="url(#floor)"/>`;

/** A niche with a round plinth; the props stand before it. */
export function niche(p: Palette, frame: Frame, flip: boolean): Backdrop {
  const { width, height } = frame;
  const [x, ground] = [width / 2, height - 236];
  const hero = { x, ground: ground + 12, size: 396 };
  const archTop = Math.max(height - 744, frame.headroom + 8);
  const [near, far] = flip ? [x + 272, x - 266] : [x - 272, x + 266];
  const props = [
    { x: near, ground: height - 92, size: 176 },
    { x: far, ground: height - 128, size: 138 },
  ];
  return {
    svg: picture(
      p,
      frame,
      `${wall(frame)}${floor(frame, height - 216)}${archway(x, archTop, 560, height - 216, 'url(#arch)')}
${archway(x, archTop + 44, 472, height - 216, mix(p.base, '#ffffff', 0.76))}${ellipse(x, height - 430, 300, 280, 'url(#glow)')}
${plinth(x, ground + 44, 250, 86)}${plinth(x, ground, 206, 46)}${touch(x, ground + 8, 300)}${props.map((s) => touch(s.x, s.ground - 4, s.size)).join('')}`,
    ),
    hero,
    props,
  };
}

/** Three plinths of different heights. */
export function steps(p: Palette, frame: Frame, flip: boolean): Backdrop {
  const { width, height } = frame;
  const at = (x: number): number => ((flip ? 800 - x : x) * width) / 800;
  const [high, low, middle] = [at(430), at(168), at(655)];
  const hero = { x: high, ground: height - 296, size: 340 };
  const props = [
    { x: low, ground: height - 196, size: 186 },
    { x: middle, ground: height - 138, size: 178 },
  ];
  return {
    svg: picture(
      p,
      frame,
      `${wall(frame)}${ellipse(at(250), 250, 210, 210, 'url(#disc)')}${floor(frame, height - 190)}${ellipse(high, height - 470, 330, 300, 'url(#glow)')}
${plinth(high, height - 306, 178, 196)}${touch(high, height - 300, 270)}${plinth(low, height - 204, 124, 108)}${touch(low, height - 200, 160)}
${plinth(middle, height - 146, 122, 62)}${touch(middle, height - 142, 150)}`,
    ),
    hero,
    props,
  };
}

/** Props strewn in a ring around a light disc with the product on it, seen from above. */
export function wreath(p: Palette, frame: Frame, flip: boolean): Backdrop {
  const { width, height } = frame;
  const [x, y] = [width / 2, height / 2];
  const props = Array.from({ length: 10 }, (_, i) => {
    const angle = ((i + (flip ? 0.5 : 0)) / 10) * Math.PI * 2;
    const size = i % 2 === 0 ? 132 : 112;
    return {
      x: x + Math.cos(angle) * 342,
      ground: y + Math.sin(angle) * 342 + size / 2,
      size,
      turn: ((i * 47) % 70) - 35,
    };
  });
  const ring = mix(p.base, '#ffffff', 0.36);
  return {
    svg: picture(
      p,
      frame,
      `${wall(frame, mix(p.base, '#ffffff', 0.52))}<circle cx="${x}" cy="${y}" r="342" fill="none" stroke="${ring}" stroke-width="74" stroke-opacity=".55"/>
${ellipse(x + 8, y + 22, 268, 268, 'url(#touch)')}<circle cx="${x}" cy="${y}" r="246" fill="#fffdfa"/><circle cx="${x}" cy="${y}" r="226" fill="none" stroke="${ring}" stroke-width="2"/>`,
    ),
    hero: { x, ground: y + 165, size: 330 },
    props,
    floats: true,
  };
}

/** A table before a wall with a low sun; props overlap the product. */
export function still(p: Palette, frame: Frame, flip: boolean): Backdrop {
  const { width, height } = frame;
  const at = (x: number): number => ((flip ? 800 - x : x) * width) / 800;
  const hero = { x: at(360), ground: height - 142, size: 440 };
  const props = [
    { x: at(640), ground: height - 118, size: 218 },
    { x: at(160), ground: height - 72, size: 158 },
  ];
  return {
    svg: picture(
      p,
      frame,
      `${wall(frame)}<circle cx="${at(520)}" cy="${Math.max(height - 500, frame.headroom + 226)}" r="236" fill="${mix(p.base, '#ffffff', 0.28)}" fill-opacity=".75"/>
<rect y="${height - 222}" width="${width}" height="222" fill="url(#floor)"/><rect y="${height - 222}" width="${width}" height="5" fill="#ffffff" fill-opacity=".45"/>
${[hero, ...props].map((s) => touch(s.x + 14, s.ground - 6, s.size * 0.98)).join('')}`,
    ),
    hero,
    props,
  };
}

/** Window light falling on a wall with a shelf. */
export function shelf(p: Palette, frame: Frame, flip: boolean): Backdrop {
  const { width, height } = frame;
  const at = (x: number): number => ((flip ? 800 - x : x) * width) / 800;
  const board = height - 214;
  const pane = (x: number, y: number): string =>
    `<path d="M${at(x)} ${y}L${at(x + 150)} ${y + 36}L${at(x + 232)} ${y + 250}L${at(x + 82)} ${y + 214}z" fill="#ffffff" fill-opacity=".38"/>`;
  const hero = { x: at(322), ground: board + 6, size: 400 };
  const props = [
    { x: at(622), ground: board + 6, size: 212 },
    { x: at(92), ground: board + 6, size: 0 },
  ];
  return {
    svg: picture(
      p,
      frame,
      `${wall(frame)}${pane(300, 40)}${pane(470, 81)}${pane(392, 282)}${pane(562, 322)}
<path d="M${at(80)} ${board + 40}L${at(720)} ${board + 40}L${at(742)} ${board + 120}L${at(120)} ${board + 120}z" fill="${p.deep}" fill-opacity=".10"/>
<rect x="50" y="${board}" width="${width - 100}" height="44" rx="8" fill="url(#side)"/><rect x="50" y="${board}" width="${width - 100}" height="14" rx="7" fill="${mix(p.base, '#ffffff', 0.82)}"/>
${[hero, ...props].map((s) => touch(s.x, s.ground - 2, s.size)).join('')}`,
    ),
    hero,
    props,
  };
}

/** Two fields of colour, the product large with two smaller copies: nothing but itself. */
export function trio(p: Palette, frame: Frame, flip: boolean): Backdrop {
  const { width, height } = frame;
  const at = (x: number): number => ((flip ? 800 - x : x) * width) / 800;
  const hero = { x: at(400), ground: height - 128, size: 380 };
  const echoes = [
    { x: at(176), ground: height - 214, size: 232 },
    { x: at(632), ground: height - 234, size: 208 },
  ];
  return {
    svg: picture(
      p,
      frame,
      `${wall(frame, mix(p.base, '#ffffff', 0.44))}<path d="M0 0H${width}V${flip ? height * 0.3 : height * 0.62}L0 ${flip ? height * 0.62 : height * 0.3}z" fill="${mix(p.base, '#ffffff', 0.72)}"/>
${ellipse(width / 2, height - 300, 380, 260, 'url(#glow)')}${[...echoes, hero].map((s) => touch(s.x + 10, s.ground - 4, s.size * 0.95)).join('')}`,
    ),
    hero,
    props: [],
    echoes,
  };
}

/** The quiet picture of one SKU: a disc, a low plinth, the colour of the thing itself around it. */
export function plain(p: Palette, frame: Frame): Backdrop {
  const { width, height } = frame;
  const x = width / 2;
  return {
    svg: picture(
      p,
      frame,
      `${wall(frame)}<circle cx="${x}" cy="${height / 2 - 30}" r="310" fill="#ffffff" fill-opacity=".5"/>${plinth(x, height - 200, 262, 54)}${touch(x, height - 190, 380)}`,
    ),
    hero: { x, ground: height - 184, size: 440 },
    props: [],
  };
}

export type Rgb = readonly [red: number, green: number, blue: number];

/** Channels 0–255 of `#RRGGBB`. */
export function rgb(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

export const hex = (colour: Rgb): string =>
  `#${colour
    .map((c) =>
      Math.round(Math.min(255, Math.max(0, c)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

/** `share` 0 gives `from`, 1 gives `to`. */
export function mix(from: string, to: string, share: number): string {
  const [a, b] = [rgb(from), rgb(to)];
  return hex([a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share]);
}

/** How far two colours are apart, 0–441. */
export const distance = (a: Rgb, b: Rgb): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

export interface Palette {
  sky: string;
  wall: string;
  floor: string;
  base: string;
  /** For lettering and shadows. */
  deep: string;
}

export const paletteOf = (base: string): Palette => ({
  sky: mix(base, '#ffffff', 0.84),
  wall: mix(base, '#ffffff', 0.58),
  floor: mix(base, '#fffaf4', 0.4),
  base,
  deep: mix(base, '#1e1512', 0.72),
});

/** Base colours a department's pictures are built on. */
export const departmentBases: Readonly<Record<string, readonly string[]>> = {
  home: ['#c8a27c', '#8ea88a', '#8bacc2', '#cf8f74', '#b3a6c2', '#d6b768', '#7fa8a2'],
  food: ['#f0b650', '#ef9c7c', '#9cc78c', '#eccba2', '#e58f9c', '#86c2bd', '#d9b48c'],
  beauty: ['#eba9b6', '#c4ade0', '#e8c4a8', '#d5a2ba', '#a8c4de', '#f0b7a2', '#b9cdb4'],
};

/** The base for a picture of something coloured `mean`: the `turn`-th of those that stand off best from it. */
export function baseFor(department: string, mean: Rgb, turn: number): string {
  const bases = departmentBases[department] ?? ['#d6b768'];
  const ranked = [...bases].sort((a, b) => distance(rgb(b), mean) - distance(rgb(a), mean));
  const chosen = ranked.slice(0, 5);
  return chosen[turn % chosen.length] ?? '#d6b768';
}

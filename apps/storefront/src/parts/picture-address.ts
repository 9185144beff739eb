/** Widths in pixels in which the server gives a picture. */
export type PictureWidth = 360 | 540 | 720 | 1080;

/** The address of an uploaded picture in a width; another address as it stands. */
export const inWidth = (src: string, width: PictureWidth): string =>
  /^\/files\/[^?]+\.webp$/.test(src) ? `${src}?w=${width}` : src;

/** Height by width, which stand in the name of an uploaded picture; undefined for another address. */
export function ratioOf(src: string): number | undefined {
  const [, width, height] = /-(\d+)x(\d+)\.webp$/.exec(src) ?? [];
  return Number(width) > 0 ? Number(height) / Number(width) : undefined;
}

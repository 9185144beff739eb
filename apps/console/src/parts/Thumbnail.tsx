/** The narrowest of the widths in which the server gives an uploaded picture: sharp at up to 120 px on any screen. */
const narrow = (src: string): string => (/^\/files\/[^?]+\.webp$/.test(src) ? `${src}?w=360` : src);

/** A small square picture; `alt` empty where a name stands beside it. */
export const Thumbnail = ({ src, size, alt = '' }: { src: string; size: number; alt?: string }) => (
  <img src={narrow(src)} alt={alt} width={size} height={size} loading="lazy" />
);

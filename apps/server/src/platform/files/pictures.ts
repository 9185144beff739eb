import type sharp from 'sharp';

let loaded: Promise<typeof sharp> | null = null;

/** What reads and writes pictures. Its 15 MiB of native code are loaded when there is the first picture to look at. */
export const pictures = (): Promise<typeof sharp> => {
  loaded ??= import('sharp').then((it) => it.default);
  return loaded;
};

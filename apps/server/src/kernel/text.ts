const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** Keeps whole graphemes (what a person sees as one character) from the start while `fits` says so. */
function keep(text: string, fits: (kept: string, count: number) => boolean): string {
  let kept = '';
  let count = 0;
  for (const { segment } of graphemes.segment(text)) {
    if (!fits(kept + segment, ++count)) return kept;
    kept += segment;
  }
  return kept;
}

/** The first `most` graphemes of a text. Never leaves half an emoji or half a surrogate pair, as `slice` does. */
export const cut = (text: string, most: number): string =>
  text.length <= most ? text : keep(text, (_kept, count) => count <= most);

/** The longest beginning of whole graphemes within `most` code points, for limits that an interface counts in characters. */
export const cutToCodePoints = (text: string, most: number): string =>
  text.length <= most ? text : keep(text, (kept) => [...kept].length <= most);

/** The longest beginning of whole graphemes within `most` bytes of UTF-8, for limits that an interface counts in bytes. */
export const cutToBytes = (text: string, most: number): string => keep(text, (kept) => Buffer.byteLength(kept) <= most);

/** The first grapheme of a text; empty for an empty text. */
export const firstGrapheme = (text: string): string => cut(text, 1);

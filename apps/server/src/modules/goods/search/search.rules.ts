/** How much a word counts by where it stands. */
export const WEIGHT = { title: 8, brand: 5, tag: 5, category: 4, subtitle: 2, spec: 1, character: 1 } as const;

const WORD = /[\p{L}\p{N}]/u;
const MAX_WORDS = 200;

/** The words of a text: as `cut` finds them, lower case, without punctuation, each once. */
export function words(text: string, cut: (text: string) => string[]): string[] {
  const found = cut(text.normalize('NFKC').toLowerCase())
    .map((w) => w.trim())
    .filter((w) => WORD.test(w) && w.length <= 30);
  return [...new Set(found)].slice(0, MAX_WORDS);
}

/** Words with the sum of the weights of the parts they stand in. */
export function weighWords(
  parts: { text: string; weight: number }[],
  cut: (text: string) => string[],
): Map<string, number> {
  const weights = new Map<string, number>();
  for (const { text, weight } of parts)
    for (const word of words(text, cut)) weights.set(word, (weights.get(word) ?? 0) + weight);
  return weights;
}

/** Every Chinese character of a text, each once: a question of one character has no word to find. */
export const characters = (text: string): string[] => [...new Set(text.match(/\p{Script=Han}/gu))];

/** How much a word counts by where it stands. */
export const WEIGHT = { title: 8, brand: 5, tag: 5, subtitle: 2, spec: 1, code: 1 } as const;

/** Chinese characters in a row; or letters and digits of other scripts, with a point between digits ("0.5mm"). */
const RUNS = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+(?:\.(?:(?!\p{Script=Han})[\p{L}\p{N}])+)*/gu;
const HAN = /^\p{Script=Han}/u;
/** A longer word is cut here: nobody types more of it. */
const MAX_LENGTH = 30;
/** Beginnings of a word that are found too, so that "iph" finds an iPhone. */
const MIN_BEGINNING = 2;
/** Words of one product, and of one question, at most. */
const MAX_WORDS = 400;
const MAX_ASKED = 12;

/** Full width becomes half width, capitals small letters; `simplify` turns traditional characters into simplified ones. */
export const normalize = (text: string, simplify: (text: string) => string): string =>
  simplify(text.normalize('NFKC').toLowerCase());

const runsOf = (text: string): string[] =>
  (text.match(RUNS) ?? []).map((run) => [...run].slice(0, MAX_LENGTH).join(''));
/** "iphone15" → iphone, 15; "0.5mm" → 0.5, mm. */
const partsOf = (run: string): string[] => run.match(/\p{L}+|[\p{N}.]*\p{N}/gu) ?? [];
const pairs = (characters: string[]): string[] => characters.slice(1).map((second, i) => `${characters[i]}${second}`);

/**
 * The words under which a normalised text is found. Chinese has no gaps: a dictionary cuts what a shopper types otherwise than what the
 * title says, so every character and every two neighbours are words. Letters and digits are found whole, apart, and by their
 * beginnings.
 */
export function indexWords(text: string): string[] {
  const words = runsOf(text).flatMap((run) => {
    if (HAN.test(run)) return [...run, ...pairs([...run])];
    const parts = [run, ...partsOf(run)];
    const beginnings = parts
      .filter((part) => /^\p{L}/u.test(part))
      .flatMap((part) =>
        [...part].slice(MIN_BEGINNING - 1).map((_c, i) => [...part].slice(0, i + MIN_BEGINNING).join('')),
      );
    return [...parts, ...beginnings];
  });
  return [...new Set(words)];
}

/** What must all stand in a product for it to be what was asked for: neighbours together, words whole. */
export const askedWords = (text: string): string[] => {
  const words = runsOf(text).flatMap((run) => {
    const characters = [...run];
    return HAN.test(run) && characters.length > 1 ? pairs(characters) : [run];
  });
  return [...new Set(words)].slice(0, MAX_ASKED);
};

/** The same less strictly, for a question that finds nothing: its characters and parts, wherever they stand ("黑笔" → 中性笔 黑). */
export const looseWords = (text: string): string[] =>
  [...new Set(runsOf(text).flatMap((run) => (HAN.test(run) ? [...run] : partsOf(run))))].slice(0, MAX_ASKED);

/** Words with the sum of the weights of the parts they stand in. */
export function weighWords(parts: { text: string; weight: number }[]): Map<string, number> {
  const weights = new Map<string, number>();
  for (const { text, weight } of parts)
    for (const word of indexWords(text))
      if (weights.size < MAX_WORDS || weights.has(word)) weights.set(word, (weights.get(word) ?? 0) + weight);
  return weights;
}

/** Words worth proposing: of at least two characters, and not only digits. */
export const isProposal = (word: string): boolean =>
  [...word].length >= 2 && [...word].length <= MAX_LENGTH && /^[\p{L}\p{N}.]+$/u.test(word) && /\p{L}/u.test(word);

interface Priced {
  id: string;
  priceFen: number;
}
/** Hits by price, equal ones by id; with `after`, only those behind it. */
export function cardsByPrice<P extends Priced>(hits: readonly P[], way: 'up' | 'down', after: Priced | null): P[] {
  const sign = way === 'up' ? 1 : -1;
  const order = (a: Priced, b: Priced) => sign * (a.priceFen - b.priceFen) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  const rest = after ? hits.filter((hit) => order(hit, after) > 0) : [...hits];
  return rest.sort(order);
}

import { contrast, hexOfLch, lchOf, over, shifted } from './colour.ts';

// Tokens in three tiers. Primitive: the greys below and the merchant's one colour. Semantic: what a colour is for ("text", "brand-soft");
// pages and parts use these alone, as var(--…). Component: a part's own variables, beside the part.
// tokens.scss is generated from this file (tools/theme.ts); a test fails when it is not.

/** Text needs this contrast with what it stands on (WCAG 2, AA). */
export const READABLE = 4.5;
export type Mode = 'light' | 'dark';

const GREYS = {
  light: {
    text: '#1c1c1e',
    'text-2': '#55555a',
    muted: '#65656b',
    line: '#ececef',
    edge: '#8c8c92',
    page: '#f5f5f7',
    card: '#ffffff',
    sunken: '#f0f0f3',
    bone: '#e4e4e8',
    danger: '#c62a22',
    'danger-fill': '#c62a22',
    'danger-soft': '#fdecea',
    success: '#0d7a44',
    'success-soft': '#e7f5ed',
    warn: '#8f5600',
    'warn-soft': '#fff4e0',
  },
  dark: {
    text: '#f2f2f4',
    'text-2': '#bdbdc4',
    muted: '#a0a0a8',
    line: '#2c2c30',
    edge: '#74747c',
    page: '#111113',
    card: '#1b1b1e',
    sunken: '#26262a',
    bone: '#303036',
    danger: '#ff7b73',
    'danger-fill': '#c93a32',
    'danger-soft': '#3a1d1c',
    success: '#3fc987',
    'success-soft': '#16301f',
    warn: '#f0a53a',
    'warn-soft': '#38290f',
  },
} as const;
const PLAIN = {
  light: { shade: 'rgba(0, 0, 0, 0.5)', shadow: '0 1px 2px rgba(0, 0, 0, 0.04)', dim: '1' },
  dark: { shade: 'rgba(0, 0, 0, 0.62)', shadow: 'none', dim: '0.9' },
} as const;
/** A merchant who never chose a colour; also what is seen before the shop's answer of the first visit. */
export const DEFAULT_COLOUR = '#d2452d';

const WHITE = '#ffffff';
const INK = '#1c1c1e';
/** Below this a colour is too light to be darkened for white text without becoming another colour. */
const DARKEN_FROM = 2.7;

/** What the merchant's colour becomes: fills with what stands on them, and text in its hue. */
export interface BrandTokens {
  /** Filled buttons, marks. */
  brand: string;
  'on-brand': string;
  /** The fill under a finger. */
  'brand-strong': string;
  /** A tint of the ground: tags, soft buttons, chosen values. */
  'brand-soft': string;
  /** Words and lines in the brand's hue, on card, page, sunken and brand-soft. */
  'brand-text': string;
  /** The coloured head of a page, from corner to corner. */
  hero: string;
  'hero-end': string;
  'on-hero': string;
}

/** A fill on which text is readable: white where the colour bears it, else nearly black. */
function fill(colour: string): [fill: string, on: string] {
  if (contrast(colour, WHITE) >= DARKEN_FROM)
    return [shifted(colour, -1, (c) => contrast(c, WHITE) >= READABLE), WHITE];
  return [shifted(colour, 1, (c) => contrast(c, INK) >= READABLE), INK];
}
/** The head of a page runs to a neighbour hue; in the dark it is toned down. */
function hero(colour: string, mode: Mode): Pick<BrandTokens, 'hero' | 'hero-end' | 'on-hero'> {
  const { l, c, h } = lchOf(colour);
  const toned = mode === 'dark' ? hexOfLch({ l: Math.min(l, 0.42), c: c * 0.85, h }) : colour;
  const [from, on] = fill(toned);
  const base = lchOf(from);
  const bears = (next: string) => contrast(next, on) >= READABLE;
  const to = hexOfLch({ l: base.l + (on === WHITE ? 0.06 : 0.04), c: base.c, h: base.h + 18 });
  return { hero: from, 'hero-end': shifted(to, on === WHITE ? -1 : 1, bears), 'on-hero': on };
}

/** The brand's tokens for a colour ("#rrggbb", any) in a light or dark surrounding; every text stays readable. */
export function brandOf(colour: string, mode: Mode): BrandTokens {
  const { card, page, sunken } = GREYS[mode];
  const [brand, on] = fill(colour);
  const soft = over(colour, mode === 'light' ? 0.1 : 0.2, card);
  const grounds = [card, page, sunken, soft];
  const readable = (c: string) => grounds.every((ground) => contrast(c, ground) >= READABLE);
  return {
    brand,
    'on-brand': on,
    'brand-strong': shifted(brand, on === WHITE ? -1 : 1, (c) => Math.abs(lchOf(c).l - lchOf(brand).l) >= 0.06),
    'brand-soft': soft,
    'brand-text': shifted(colour, mode === 'light' ? -1 : 1, readable),
    ...hero(colour, mode),
  };
}

/** Semantic colours of a mode, without the brand's. */
export const greysOf = (mode: Mode): Record<string, string> => ({ ...GREYS[mode], ...PLAIN[mode] });

const HEX = /^#[0-9a-f]{6}$/i;
/**
 * The variables that carry a merchant's colour: `--light-brand` and `--dark-brand` and so on, all plain colours. Set at the root they
 * win over the defaults of tokens.scss; which of the two is used is decided by the style sheet alone.
 */
export function themeVariables(colour: string): Record<string, string> {
  const chosen = HEX.test(colour) ? colour.toLowerCase() : DEFAULT_COLOUR;
  const named = (mode: Mode) =>
    Object.entries(brandOf(chosen, mode)).map(([name, value]) => [`--${mode}-${name}`, value]);
  return Object.fromEntries([...named('light'), ...named('dark')]);
}

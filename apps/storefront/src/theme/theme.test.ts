import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contrast, hexOf, hexOfLch, lchOf, rgbOf } from './colour.ts';
import { barColours, styleSheet } from './style-sheet.ts';
import { brandOf, greysOf, type Mode, READABLE, themeVariables } from './tokens.ts';

const MODES: Mode[] = ['light', 'dark'];
const anyColour = fc
  .tuple(fc.nat(255), fc.nat(255), fc.nat(255))
  .map((parts) => `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`);

test('contrast is what WCAG says', () => {
  expect(contrast('#000000', '#ffffff')).toBe(21);
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  expect(contrast('#ffffff', '#767676')).toBe(contrast('#767676', '#ffffff'));
});

test('a colour comes back from OKLCH as it was', () => {
  fc.assert(
    fc.property(anyColour, (colour) => {
      const back = rgbOf(hexOfLch(lchOf(colour)));
      for (const [i, part] of rgbOf(colour).entries()) expect(Math.abs(part - (back[i] ?? 0))).toBeLessThan(0.02);
      expect(hexOf(rgbOf(colour))).toBe(colour);
    }),
  );
});

test('whatever colour the merchant takes, all text in it and on it is readable, light and dark', () => {
  fc.assert(
    fc.property(anyColour, fc.constantFrom(...MODES), (colour, mode) => {
      const brand = brandOf(colour, mode);
      const { card = '', page = '', sunken = '' } = greysOf(mode);
      const pairs: [string, string][] = [
        [brand['on-brand'], brand.brand],
        ...[card, page, sunken, brand['brand-soft']].map((ground) => [brand['brand-text'], ground] as [string, string]),
        [brand['on-hero'], brand.hero],
        [brand['on-hero'], brand['hero-end']],
      ];
      for (const [text, ground] of pairs) expect(contrast(text, ground)).toBeGreaterThanOrEqual(READABLE);
    }),
    {
      examples: [
        ['#ffd400', 'light'],
        ['#07a35a', 'dark'],
        ['#ffffff', 'light'],
        ['#000000', 'dark'],
      ],
      numRuns: 300,
    },
  );
});

test('a colour that bears white text stays as the merchant chose it', () => {
  expect(brandOf('#c62a22', 'light').brand).toBe('#c62a22');
  expect(brandOf('#ffd400', 'light')).toMatchObject({ brand: '#ffd400', 'on-brand': '#1c1c1e' });
});

test('greys, warnings and successes are readable on every ground they stand on', () => {
  for (const mode of MODES) {
    const grey = greysOf(mode);
    const on = (text: string, ...grounds: string[]) => {
      for (const ground of grounds)
        expect(contrast(grey[text] ?? '', grey[ground] ?? ''), `${mode} ${text} on ${ground}`).toBeGreaterThanOrEqual(
          READABLE,
        );
    };
    for (const text of ['text', 'text-2', 'muted']) on(text, 'card', 'page', 'sunken');
    for (const kind of ['danger', 'success', 'warn']) on(kind, 'card', 'page', `${kind}-soft`);
    expect(contrast('#ffffff', grey['danger-fill'] ?? '')).toBeGreaterThanOrEqual(READABLE);
    // The outline of what can be ticked or filled in: 3 to 1 (WCAG 1.4.11).
    expect(contrast(grey.edge ?? '', grey.card ?? '')).toBeGreaterThanOrEqual(3);
  }
});

test('what is no colour becomes the default, and all that is set are plain colours', () => {
  expect(themeVariables('red; } body { display: none')).toEqual(themeVariables('#d2452d'));
  const variables = themeVariables('#07A35A');
  expect(Object.keys(variables)).toHaveLength(16);
  for (const value of Object.values(variables)) expect(value).toMatch(/^#[0-9a-f]{6}$/);
});

test('tokens.scss is what tokens.ts says', () => {
  expect(readFileSync('apps/storefront/src/theme/tokens.scss', 'utf8')).toBe(styleSheet());
  expect(readFileSync('apps/storefront/src/theme.json', 'utf8')).toBe(barColours());
});

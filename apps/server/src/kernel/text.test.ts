import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cut, cutToBytes, cutToCodePoints, firstGrapheme } from './text.ts';

test('a cut leaves a whole emoji or none', () => {
  expect(cut('长长长🎁礼盒', 4)).toBe('长长长🎁');
  expect(cut('长长长👨‍👩‍👧礼', 3)).toBe('长长长');
  expect(cutToCodePoints('长长👨‍👩‍👧礼', 4)).toBe('长长');
  expect(cutToBytes('买买😀', 9)).toBe('买买');
  expect(firstGrapheme('𠮷田一')).toBe('𠮷');
  expect(firstGrapheme('')).toBe('');
});

test('a cut is a well-formed beginning of the text within its limit', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(12), (text, most) => {
      for (const kept of [cut(text, most), cutToBytes(text, most), cutToCodePoints(text, most)]) {
        expect(text.startsWith(kept)).toBe(true);
        expect(/\p{Surrogate}/u.test(kept)).toBe(false);
      }
      expect(Buffer.byteLength(cutToBytes(text, most))).toBeLessThanOrEqual(most);
      expect([...cutToCodePoints(text, most)].length).toBeLessThanOrEqual(most);
    }),
  );
});

import { expect, test } from 'vitest';
import { inWidth, ratioOf } from './picture-address';

test('a picture is asked for in the width of its place, and its place has its ratio', () => {
  const src = '/files/abcdefghijklmnopqrstuvwxyz012345-750x1500.webp';
  expect(inWidth(src, 360)).toBe(`${src}?w=360`);
  expect(ratioOf(src)).toBe(2);
});

test('other addresses stay as they are', () => {
  for (const src of ['', 'data:image/svg+xml,x', 'https://other.example/a.webp']) {
    expect(inWidth(src, 720)).toBe(src);
    expect(ratioOf(src)).toBeUndefined();
  }
});

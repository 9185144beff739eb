import { expect, test } from 'vitest';
import { faultOf, impersonal } from './client-error.rules.ts';

test('numbers, tokens, ids and queries are left out, the place in the program stays', () => {
  const text = `TypeError: x of 13800001234 and +86 138 0000 1234, a@b.example
    at save (https://shop.example/static/js/23.a23d8fcb.js?token=abc:1:2345)
    at f (/trade/order?id=018f0000-0000-7000-8000-000000000001)
    Bearer sh.1.018f0000-0000-7000-8000-000000000001.abcdefgh12345678901234`;
  const left = impersonal(text);
  expect(left).not.toMatch(/13800001234|138 0000|a@b|token|018f0000|abcdefgh123/);
  expect(left).toContain('at save (https://shop.example/static/js/23.a23d8fcb.js');
  expect(impersonal('x'.repeat(5000)).length).toBeLessThanOrEqual(600);
});

test('a fault is known by its message and its place', () => {
  const stack = 'TypeError: x\n at save (a.js:1:2)\n at other (b.js:3:4)';
  expect(faultOf('h5', 'x', stack)).toBe(faultOf('h5', 'x', stack.replace('b.js:3:4', 'c.js:9:9')));
  expect(faultOf('h5', 'x', stack)).not.toBe(faultOf('h5', 'y', stack));
  expect(faultOf('h5', 'x', stack)).not.toBe(faultOf('console', 'x', stack));
});

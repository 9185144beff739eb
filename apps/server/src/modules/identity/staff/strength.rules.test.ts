import { expect, test } from 'vitest';
import { weaknessOf } from './strength.rules.ts';

const said = (password: string, login = 'owner') => weaknessOf(password, login) ?? 'good';

test('a password needs ten characters, letters and digits', () => {
  for (const weak of ['short1', 'onlyletters', '3141592653', '😀😀😀😀a1'])
    expect(said(weak), weak).toContain('至少 10 位');
  for (const good of ['letter-rain-42', '山水有相逢于2031年夏天', 'vK8#mmTq27xL'])
    expect(said(good), good).toBe('good');
});

test('what is tried first is refused: common words with anything around, runs, repeats, keyboard columns', () => {
  for (const common of [
    'Password123',
    'P@ssw0rd2024!',
    '123Admin456',
    'iloveyou1314',
    'WoAiNi5201314',
    'test-test-12',
    'jishi20268888',
  ])
    expect(said(common), common).toContain('太常见');
  for (const run of ['1111111111a', 'abcdefghij1', 'qwertyuiop1', '1qaz2wsx3edc', 'a1a1a1a1a1a1', '0987654321z'])
    expect(said(run), run).toContain('规律');
});

test('the own login is no password, in whatever case and with whatever around it', () => {
  expect(said('Xiaoman-77-lin', 'xiaoman')).toContain('登录账号');
  expect(said('xiaoman-77-lin', 'dazhuang')).toBe('good');
});

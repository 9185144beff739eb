import { expect, test } from 'vitest';
import { StatementNames } from './connection.ts';

test('a text gets its name when it is asked for again, and keeps it', () => {
  const names = new StatementNames();
  expect(names.nameOf('select $1')).toBeNull();
  const name = names.nameOf('select $1');
  expect(name).toMatch(/^0\.[\w-]{27}$/);
  expect(names.nameOf('select $1')).toBe(name);
  expect(names.nameOf('select $2')).toBeNull();
});

test('tables that changed give every text another name, once however many find out', () => {
  const names = new StatementNames();
  for (const text of ['select $1', 'select $2']) names.nameOf(text);
  const [one, two] = ['select $1', 'select $2'].map((text) => names.nameOf(text) ?? '');
  names.renew(one ?? '');
  names.renew(two ?? '');
  expect(names.nameOf('select $1')).toBe(one?.replace('0.', '1.'));
  expect(names.nameOf('select $2')).toBe(two?.replace('0.', '1.'));
});

test('ten thousand texts that come once take the place of none that is used', () => {
  const names = new StatementNames();
  const hot = Array.from({ length: 300 }, (_, i) => `hot ${i}`);
  for (const text of [...hot, ...hot]) names.nameOf(text);
  for (let i = 0; i < 10_000; i++) {
    names.nameOf(`once ${i}`);
    if (i % 100 === 0) expect(hot.filter((text) => names.nameOf(text) === null)).toEqual([]);
  }
  expect(names.size).toBeLessThanOrEqual(500);
});

test('a text that is no longer used makes room for one that is', () => {
  const names = new StatementNames();
  for (let i = 0; i < 500; i++) for (let twice = 0; twice < 2; twice++) names.nameOf(`old ${i}`);
  for (let i = 0; i < 1000; i++) names.nameOf(`once ${i}`);
  names.nameOf('new');
  expect(names.nameOf('new')).not.toBeNull();
  expect(names.nameOf('old 1')).toBeNull();
});

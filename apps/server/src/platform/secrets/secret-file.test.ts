import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { CannotStart } from '../cannot-start.ts';
import { masterSecret } from './secret-file.ts';
import { Secrets } from './secrets.ts';

const newDir = () => mkdtempSync(path.join(tmpdir(), 'jishi-secret-'));

test('the first start makes a secret for the owner of the folder alone, the next ones find it', () => {
  const dir = newDir();
  const made = masterSecret(null, dir);
  expect(masterSecret(null, dir)).toBe(made);
  expect(readdirSync(dir)).toEqual(['secret']);
  expect([
    readFileSync(path.join(dir, 'secret'), 'utf8').trim(),
    statSync(path.join(dir, 'secret')).mode & 0o777,
  ]).toEqual([made, 0o600]);
});

test.each([
  ['an empty one', ''],
  ['half of one', 'abcdefghijklmnop'],
  ['one letter over and over', 'a'.repeat(48)],
  ['a short word over and over', 'secret'.repeat(8)],
])('%s is refused, in the file and as a setting, with the place where it stands', (_what, secret) => {
  const dir = newDir();
  const file = path.join(dir, 'secret');
  writeFileSync(file, secret);
  expect(() => masterSecret(null, dir)).toThrow(CannotStart);
  expect(() => masterSecret(null, dir)).toThrow(file);
  expect(() => masterSecret(secret, newDir())).toThrow('JISHI_SECRET cannot be used');
  expect(readFileSync(file, 'utf8')).toBe(secret);
});

test('a probe opens with its own secret and with one that knows it as a former one', () => {
  const [mine, next] = [masterSecret(null, newDir()), masterSecret(null, newDir())];
  const probe = new Secrets(mine).probe();
  expect(new Secrets(mine).opensProbe(probe)).toBe(true);
  expect(new Secrets(next).opensProbe(probe)).toBe(false);
  expect(new Secrets(next, [mine]).opensProbe(probe)).toBe(true);
  expect(new Secrets(mine).opensProbe('')).toBe(false);
});

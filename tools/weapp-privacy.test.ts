import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PRIVATE_DATA, PURPOSES, privacyGuide, usedBy, usedByStorefront } from './weapp-privacy.ts';

test('everything that the mini program asks a phone for is declared with what it is for', () => {
  const used = usedByStorefront();
  expect(privacyGuide(used).split('\n')).toHaveLength(used.length);
  expect(privacyGuide(used)).toContain('收货地址：');
  const names = PRIVATE_DATA.map(({ name }) => name);
  expect(Object.keys(PURPOSES).filter((name) => !names.includes(name))).toEqual([]);
});

test('what WeChat wants in app.json stands there', () => {
  const config = readFileSync('apps/storefront/src/app.config.ts', 'utf8');
  const [, listed = ''] = /requiredPrivateInfos: \[([^\]]*)\]/.exec(config) ?? [];
  const wanted = usedByStorefront().flatMap(({ required }) => required ?? []);
  expect(listed.match(/\w+/g)?.sort()).toEqual(wanted.sort());
});

test('a private interface that nobody declared is named', () => {
  const used = usedBy('await Taro.getLocation({}); Taro.startRecord()');
  expect(used.map(({ name }) => name)).toEqual(['位置信息', '麦克风']);
  expect(() => privacyGuide(used)).toThrow('位置信息、麦克风');
});

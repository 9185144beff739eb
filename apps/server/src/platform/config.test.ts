import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { SETTINGS, type Setting } from './settings.ts';

test('proxies are addresses or blocks, and a wrong one is named', () => {
  const trusted = (text?: string) => readConfig([], text === undefined ? {} : { TRUST_PROXY: text }).trustProxy;
  expect(trusted()).toEqual([]);
  expect(trusted('on')).toEqual(['127.0.0.0/8', '::1']);
  expect(trusted('10.0.0.5, 172.16.0.0/12 fd00::/8')).toEqual(['10.0.0.5', '172.16.0.0/12', 'fd00::/8']);
  for (const wrong of ['yes', '10.0.0', '10.0.0.0/33', '10.0.0.0/8/8', 'proxy.example', '::/129'])
    expect(() => trusted(wrong), wrong).toThrow(`"${wrong}"`);
});

test('a bucket is an address with a key, and what is missing is said', () => {
  const bucket = (env: NodeJS.ProcessEnv) => readConfig([], env).filesBucket;
  const key = { FILES_KEY: 'id', FILES_SECRET: 'secret' };
  expect(bucket({})).toBeNull();
  expect(bucket({ FILES_BUCKET: 'https://shop.s3.example.com/', FILES_REGION: 'cn-hangzhou', ...key })).toEqual({
    ...{ url: 'https://shop.s3.example.com', region: 'cn-hangzhou', keyId: 'id', secret: 'secret' },
  });
  expect(() => bucket({ FILES_BUCKET: 'https://shop.s3.example.com' })).toThrow('FILES_KEY');
  expect(() => bucket({ FILES_BUCKET: 's3://shop', ...key })).toThrow('"s3://shop"');
});

/** What the program asks its environment for. */
function settingsRead(): string[] {
  const names = new Set<string>();
  const note = (_: object, name: string | symbol) => void names.add(String(name));
  readConfig([], new Proxy({}, { get: note }) as NodeJS.ProcessEnv);
  return [...names].sort();
}

test('settings that are described are those that are read, and the defaults that are described are those that hold', () => {
  expect(Object.keys(SETTINGS).sort()).toEqual(settingsRead());
  for (const [name, { standard }] of Object.entries<Setting>(SETTINGS))
    if (standard) expect([name, readConfig([], { [name]: standard })]).toEqual([name, readConfig([], {})]);
});

test('both READMEs name every setting that is read', () => {
  for (const file of ['README.md', 'README.zh-CN.md']) {
    const text = readFileSync(file, 'utf8');
    expect([file, settingsRead().filter((name) => !text.includes(`\`${name}`))]).toEqual([file, []]);
  }
});

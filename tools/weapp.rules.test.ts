import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { appJsonTrouble, extJson, serverTrouble } from './weapp.rules.ts';

test.each([
  ['https://shop.example.com', null],
  ['https://shop.example.com:8443', null],
  ['', '请填写服务器地址'],
  ['http://shop.example.com', 'https://'],
  ['https://127.0.0.1', '域名'],
  ['https://localhost', '域名'],
  ['https://shop.example.com/api', '只写到域名'],
])('%s: %s', (server, words) => {
  if (words === null) expect(serverTrouble(server)).toBeNull();
  else expect(serverTrouble(server)).toContain(words);
});

test('each merchant’s ext.json names its AppID and its server', () => {
  expect(extJson('wx0123456789abcdef', 'https://shop.example.com')).toEqual({
    ...{ extEnable: true, extAppid: 'wx0123456789abcdef', directCommit: false },
    ext: { apiBase: 'https://shop.example.com' },
  });
});

test('an app.json that WeChat would refuse is told before it is uploaded', () => {
  expect(appJsonTrouble('{"pages":["pages/home"],"__usePrivacyCheck__":true}')).toBeNull();
  expect(appJsonTrouble('{"pages":["pages/home"]}')).toContain('privacy');
  expect(appJsonTrouble('{}')).toContain('no page');
});

const run = (...args: string[]) => {
  const { status, stderr, stdout } = spawnSync(process.execPath, ['tools/run.mjs', 'tools/weapp.ts', ...args], {
    encoding: 'utf8',
    env: { ...process.env, WEAPP_KEY: '', WEAPP_APPID: '', API_BASE: '' },
  });
  return { status, text: stderr + stdout };
};

test('without a key nothing is built or fetched, and the sentence says where to make one', () => {
  const { status, text } = run('upload', '--appid', 'wx0123456789abcdef', '--server', 'https://shop.example.com');
  expect([status, text]).toEqual([1, expect.stringContaining('小程序代码上传')]);
}, 60_000);

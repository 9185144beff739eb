import { expect, test } from 'vitest';
import { Upstreams } from './upstreams.ts';

const NAMES: Record<string, string[]> = {
  'api.mch.weixin.qq.com': ['101.226.129.200'],
  'inner.example': ['10.0.0.5'],
  'both.example': ['101.226.129.200', '169.254.169.254'],
};
const resolve = async (host: string) => NAMES[host] ?? Promise.reject(new Error('ENOTFOUND'));

test('only public addresses over HTTPS may be called, whatever way an inner one is written', async () => {
  const upstreams = new Upstreams(['http://127.0.0.1:8788'], resolve);
  expect(await upstreams.trouble('https://api.mch.weixin.qq.com')).toBeNull();
  expect(await upstreams.trouble('http://127.0.0.1:8788/')).toBeNull();
  const inner = [
    'https://127.0.0.1',
    'https://127.1',
    'https://2130706433',
    'https://0x7f.1',
    'https://[::1]',
    'https://[::ffff:10.0.0.1]',
    'https://[64:ff9b::7f00:1]',
    'https://[fd00::1]',
    'https://169.254.169.254',
    'https://100.64.0.1',
    'https://0.0.0.0',
    'https://192.168.1.1',
    'https://inner.example',
    'https://both.example',
  ];
  for (const url of inner) expect(await upstreams.trouble(url), url).toContain('内部网络');
  expect(await upstreams.trouble('http://api.mch.weixin.qq.com')).toContain('https://');
  expect(await upstreams.trouble('http://127.0.0.1:8789')).toContain('https://');
  expect(await upstreams.trouble('https://user:secret@api.mch.weixin.qq.com')).toContain('账号');
  expect(await upstreams.trouble('https://nowhere.example')).toContain('找不到域名');
  for (const url of ['http://NaN.0.0.1:9401', 'https://', 'not an address'])
    expect(await upstreams.trouble(url), url).not.toBeNull();
});

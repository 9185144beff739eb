import { expect, test } from 'vitest';
import { isPublicAddress } from './public-address.ts';

test.each([
  'http://127.0.0.1:8787',
  'http://127.9.9.9',
  'http://[::1]:8787',
  'http://[fd00::1]',
  'http://[fe80::1]',
  'http://[::ffff:192.168.1.2]',
  'http://10.1.2.3',
  'http://172.16.0.1',
  'http://172.31.255.255',
  'http://192.168.1.20:8787',
  'http://100.100.1.1',
  'http://169.254.169.254',
  'http://0.0.0.0:8787',
  'http://localhost:8787',
  'http://shop.localhost',
  'http://nas',
  'http://nas.local',
  'http://shop.internal.',
  'http://shop.test',
])('%s is reached from the house alone', (url) => expect(isPublicAddress(url)).toBe(false));

test.each([
  'https://shop.example.com',
  'https://example.cn',
  'http://8.8.8.8',
  'http://172.32.0.1',
  'http://100.128.0.1',
  'http://[2001:db8::1]',
  'https://localhost.example.com',
  'https://127.0.0.1.nip.io',
])('%s is reached from the world', (url) => expect(isPublicAddress(url)).toBe(true));

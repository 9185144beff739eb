import { expect, test } from 'vitest';
import type { ShopSettings } from '../../identity/tenant/index.ts';
import { isPublicAddress, withoutDemo } from './opening.rules.ts';

test.each([
  ['https://shop.example.com', true],
  ['https://shop.example.com:8443', true],
  ['http://shop.example.com', false],
  ['http://127.0.0.1:8787', false],
  ['https://203.0.113.7', false],
  ['https://[2001:db8::1]', false],
  ['https://localhost', false],
])('%s is an address for shoppers: %s', (url, is) => expect(isPublicAddress(url)).toBe(is));

test('what the demo wrote goes, what the merchant wrote stays', () => {
  const settings = {
    name: '山间小店',
    logo: '/files/own.webp',
    slogan: '演示口号',
    notice: '自己写的公告',
    servicePhone: '400-000-0000',
    banners: [
      { picture: '/files/demo.webp', title: '演示', link: '' },
      { picture: '/files/mine.webp', title: '自己的', link: '' },
    ],
  } as ShopSettings;
  expect(withoutDemo(settings, ['演示口号', '400-000-0000', '/files/demo.webp', '/files/demo-logo.webp'])).toEqual({
    ...settings,
    slogan: '',
    servicePhone: '',
    banners: [{ picture: '/files/mine.webp', title: '自己的', link: '' }],
  });
});

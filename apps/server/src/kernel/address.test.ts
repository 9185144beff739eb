import { expect, test } from 'vitest';
import { isAddressBlock, isWithin, networkOf } from './address.ts';

test('an address is one asker however it is written; of IPv6 the first 64 bits count', () => {
  expect(networkOf('203.0.113.7')).toBe('203.0.113.7');
  expect(networkOf('::ffff:203.0.113.7')).toBe('203.0.113.7');
  expect(networkOf('2001:db8:1:2:aaaa::1')).toBe(networkOf('2001:0DB8:0001:0002:bbbb:0:0:2'));
  expect(networkOf('2001:db8::1')).toBe(networkOf('2001:db8:0:0:1::'));
  expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'));
});

test('an address lies in a block, in whatever of its spellings it comes', () => {
  expect(isWithin('203.0.113.7', ['198.51.100.1', '203.0.113.0/24'])).toBe(true);
  expect(isWithin('::ffff:203.0.113.7', ['203.0.113.7'])).toBe(true);
  expect(isWithin('2001:db8::5', ['2001:db8::/32'])).toBe(true);
  expect(isWithin('203.0.114.7', ['203.0.113.0/24'])).toBe(false);
  expect(isWithin('not an address', ['0.0.0.0/0'])).toBe(false);
});

test('what is no address or block is known', () => {
  for (const right of ['10.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8']) expect(isAddressBlock(right), right).toBe(true);
  for (const wrong of ['', '10.0.0', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/', 'shop.example', '::/129'])
    expect(isAddressBlock(wrong), wrong).toBe(false);
});

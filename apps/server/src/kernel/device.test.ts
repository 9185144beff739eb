import { expect, test } from 'vitest';
import { agentOf, deviceOf } from './device.ts';

test('a device is named so that its owner recognises it', () => {
  const iphone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.44';
  expect(deviceOf(`${iphone} miniProgram/wx0123`)).toBe('微信小程序 · iPhone');
  expect(deviceOf(iphone)).toBe('微信 · iPhone');
  expect(
    deviceOf('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/125.0 Safari/537.36 Edg/125.0'),
  ).toBe('Edge · Windows 电脑');
  expect(deviceOf('curl/8.5.0')).toBe('未知设备');
  expect(deviceOf(agentOf(undefined))).toBe('未知设备');
  expect(agentOf('x'.repeat(9000))).toHaveLength(200);
});

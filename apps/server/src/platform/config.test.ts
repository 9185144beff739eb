import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test('proxies are addresses or blocks, and a wrong one is named', () => {
  const trusted = (text?: string) => readConfig([], text === undefined ? {} : { TRUST_PROXY: text }).trustProxy;
  expect(trusted()).toEqual([]);
  expect(trusted('on')).toEqual(['127.0.0.0/8', '::1']);
  expect(trusted('10.0.0.5, 172.16.0.0/12 fd00::/8')).toEqual(['10.0.0.5', '172.16.0.0/12', 'fd00::/8']);
  for (const wrong of ['yes', '10.0.0', '10.0.0.0/33', '10.0.0.0/8/8', 'proxy.example', '::/129'])
    expect(() => trusted(wrong), wrong).toThrow(`"${wrong}"`);
});

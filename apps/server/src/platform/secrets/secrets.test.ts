import { expect, test } from 'vitest';
import { Secrets } from './secrets.ts';

const secrets = new Secrets('one master secret of thirty-two letters');
const place = { tenantId: 1, purpose: 'phone', row: 'customer-a' };

test('a sealed text opens in its place and nowhere else, and not when a letter of it was changed', () => {
  const sealed = secrets.seal(place, '13800001234');
  expect(sealed).not.toBe(secrets.seal(place, '13800001234'));
  expect(secrets.open(place, sealed)).toBe('13800001234');
  for (const elsewhere of [{ tenantId: 2 }, { purpose: 'address' }, { row: 'customer-b' }])
    expect(() => secrets.open({ ...place, ...elsewhere }, sealed)).toThrow();
  const [head = '', name = '', text = ''] = sealed.split('.');
  const changed = [
    `${head}.${name}.${text.slice(0, -3)}AAA`,
    // A tag of four bytes instead of sixteen would be guessed in no time.
    `${head}.${name}.${Buffer.from(text, 'base64url').subarray(0, 16).toString('base64url')}`,
    `${head}.AAAAAAAA.${text}`,
    `s1.${text}`,
    '',
  ];
  for (const bad of changed) expect(() => secrets.open(place, bad), bad).toThrow();
});

test('after the master secret was replaced the former one still opens and proves, but signs nothing any more', () => {
  const next = new Secrets('another master secret of as many letters', ['one master secret of thirty-two letters']);
  expect(next.open(place, secrets.seal(place, '13800001234'))).toBe('13800001234');
  expect(next.witnessed('audit', 'row', secrets.witness('audit', 'row'))).toBe(true);
  expect(next.witnessed('audit', 'other row', secrets.witness('audit', 'row'))).toBe(false);
  expect(next.verify('shopper', secrets.sign('shopper', 'sh.1.x'))).toBeNull();
  expect(next.verify('shopper', next.sign('shopper', 'sh.1.x'))).toBe('sh.1.x');
  expect(() => secrets.open(place, next.seal(place, '13800001234'))).toThrow('another master secret');
});

import { expect, test } from 'vitest';
import { readAdvisories } from './advisories.ts';
import { allows, licenceFindings } from './licences.rules.ts';

test.each([
  ['MIT', true],
  ['GPL-3.0-only', false],
  ['MIT OR GPL-3.0-only', true],
  ['MIT AND GPL-3.0-only', false],
  ['(MIT OR GPL-3.0-only) AND ISC', true],
  ['MIT OR ISC AND GPL-3.0-only', true],
  ['(MIT OR ISC) AND GPL-3.0-only', false],
  ['GPL-3.0-only WITH Classpath-exception-2.0 OR MIT', false],
  ['(MIT', false],
  ['MIT ISC', false],
  ['SEE LICENSE IN LICENSE.txt', false],
  ['', false],
])('terms %s: allowed %s', (expression, allowed) => {
  expect(allows(expression, ['MIT', 'ISC'])).toBe(allowed);
});

test('a package under other terms needs an exception for just these terms, and an exception needs a package', () => {
  const [fine, copyleft, silent] = [
    { name: 'fine', version: '1.0.0', licence: 'MIT' },
    { name: 'vips-linux', version: '2.0.0', licence: 'LGPL-3.0-or-later' },
    { name: 'silent', version: '3.0.0', licence: null },
  ];
  const exceptions = [
    { name: 'vips-*', licence: 'LGPL-3.0-or-later', reason: 'a shared library' },
    { name: 'silent', licence: null, reason: 'its Readme says MIT' },
  ];
  expect(licenceFindings([fine, copyleft, silent], exceptions)).toEqual([]);
  expect(licenceFindings([fine, { ...copyleft, licence: 'AGPL-3.0-only' }, silent], exceptions)).toEqual([
    'vips-linux 2.0.0: AGPL-3.0-only',
    'the exception for vips-* (LGPL-3.0-or-later) is not needed',
  ]);
  expect(licenceFindings([silent], [])).toEqual(['silent 3.0.0: says nothing about its licence']);
});

test('advisories are told with their way in, the worst first; a registry that does not answer is no clean bill', () => {
  const one = (name: string, severity: string, via: unknown[]) => ({ name, severity, range: '<2', via });
  const report = {
    vulnerabilities: {
      a: one('a', 'low', ['b']),
      b: one('b', 'critical', [{ title: 'Runs what it reads', url: 'https://example.com/1' }]),
    },
  };
  expect(readAdvisories(JSON.stringify(report))).toEqual({
    lines: ['critical: b <2: Runs what it reads https://example.com/1', 'low: a <2: through b'],
  });
  expect(readAdvisories('{"message":"405 Method Not Allowed"}')).toEqual({ silent: '405 Method Not Allowed' });
  expect(readAdvisories('')).toEqual({ silent: 'npm printed no report' });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { itemText } from './fulfilment.rules.ts';

test('the parcel text never exceeds what WeChat takes', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({ title: fc.string({ minLength: 1, maxLength: 60 }), quantity: fc.integer({ min: 1, max: 99 }) }),
        { minLength: 1 },
      ),
      (lines) => {
        expect([...itemText(lines)].length).toBeLessThanOrEqual(120);
      },
    ),
  );
  expect(
    itemText([
      { title: '面霜', quantity: 2 },
      { title: '茶', quantity: 1 },
    ]),
  ).toBe('面霜*2;茶*1');
});

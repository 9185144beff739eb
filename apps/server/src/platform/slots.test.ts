import { expect, test } from 'vitest';
import { Slots, slot } from './slots.ts';

const words = slot<string>('kernel/test: words');

test('a slot holds what filled it, in order, and none is legal', () => {
  const slots = new Slots();
  slots.fill(words, 'first');
  slots.fill(words, 'second');
  slots.seal();
  expect(slots.all(words)).toEqual(['first', 'second']);
  expect(slots.all(slot('kernel/test: nobody'))).toEqual([]);
});

test('a slot is filled while modules register and read afterwards, never the other way round', () => {
  const slots = new Slots();
  expect(() => slots.all(words)).toThrow('before all modules had registered');
  slots.seal();
  expect(() => slots.fill(words, 'late')).toThrow('after all modules had registered');
});

test('a slot that one module must fill says so when none or two do', () => {
  const [none, two] = [new Slots(), new Slots()];
  none.seal();
  expect(() => none.one(words)).toThrow('filled 0 times');
  two.fill(words, 'a');
  two.fill(words, 'b');
  two.seal();
  expect(() => two.one(words)).toThrow('filled 2 times');
});

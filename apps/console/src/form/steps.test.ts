import { expect, test } from 'vitest';
import { troubledStep } from './steps.ts';

const STEPS = [{ fields: ['name', 'time'] }, { fields: ['goods'] }, { fields: ['rules'] }];
const wrong = (...name: Array<string | number>) => ({ name, errors: ['不对'] });

test('a refusal leads to the first step that holds its field', () => {
  expect(troubledStep(STEPS, [wrong('rules', 0, 'fen'), wrong('goods')])).toBe(1);
  expect(troubledStep(STEPS, [{ name: ['name'], errors: [] }, wrong('rules', 2)])).toBe(2);
  expect(troubledStep(STEPS, [wrong('elsewhere')])).toBe(-1);
});

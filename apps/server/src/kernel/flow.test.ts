import { expect, test } from 'vitest';
import { diagram, flow, sources } from './flow.ts';

const door = flow({ open: ['shut'], shut: ['open', 'locked'], locked: [] });

test('sources lists exactly the states that may lead to a state', () => {
  expect(sources(door, 'open')).toEqual(['shut']);
  expect(sources(door, 'locked')).toEqual(['shut']);
});

test('the diagram draws every arrow and marks final states', () => {
  expect(diagram(door, 'open')).toBe(
    'stateDiagram-v2\n  [*] --> open\n  open --> shut\n  shut --> open\n  shut --> locked\n  locked --> [*]',
  );
});

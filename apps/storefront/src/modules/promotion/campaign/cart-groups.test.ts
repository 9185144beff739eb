import { expect, test } from 'vitest';
import { groupLines } from './cart-groups.ts';

const line = (skuId: string) => ({ skuId });
const group = (ref: string, skuIds: string[], offFen = 0) => ({ ref, skuIds, offFen });
const shown = (grouped: ReturnType<typeof groupLines<ReturnType<typeof group>, ReturnType<typeof line>>>) =>
  grouped.map((g) => [g.group?.ref ?? null, g.lines.map((l) => l.skuId)]);

test('each line stands once: with the promotion that takes the most off, and last where none counts it', () => {
  const lines = [line('a'), line('b'), line('c'), line('d')];
  const groups = [group('steps', ['b', 'c', 'gone']), group('set', ['c', 'd'], 500)];
  expect(shown(groupLines(lines, groups))).toEqual([
    ['steps', ['b']],
    ['set', ['c', 'd']],
    [null, ['a']],
  ]);
  expect(shown(groupLines(lines, []))).toEqual([[null, ['a', 'b', 'c', 'd']]]);
});

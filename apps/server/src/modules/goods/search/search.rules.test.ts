import { expect, test } from 'vitest';
import { characters, weighWords, words } from './search.rules.ts';
import { cutForIndex } from './search.service.ts';

test('a Chinese title is cut into the words a shopper would type', () => {
  expect(words('手冲挂耳咖啡 10 袋装', cutForIndex)).toEqual(expect.arrayContaining(['咖啡', '挂', '10']));
  expect(words('「保湿」,面霜！', cutForIndex)).not.toContain('「');
});

test('a word in the title counts more than one in the subtitle, and both add up', () => {
  const cut = (t: string) => t.split(' ');
  const weights = weighWords(
    [
      { text: '面霜 保湿', weight: 8 },
      { text: '保湿', weight: 2 },
    ],
    cut,
  );
  expect([...weights]).toEqual([
    ['面霜', 8],
    ['保湿', 10],
  ]);
});

test('every character of a title is found alone, once', () => {
  expect(characters('山岚釉马克杯 380ml 马克')).toEqual(['山', '岚', '釉', '马', '克', '杯']);
  expect(characters('mug')).toEqual([]);
});

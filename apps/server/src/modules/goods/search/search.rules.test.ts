import fc from 'fast-check';
import { expect, test } from 'vitest';
import { askedWords, cardsByPrice, indexWords, isProposal, looseWords, normalize, weighWords } from './search.rules.ts';
import { simplify } from './search.service.ts';

const normal = (text: string) => normalize(text, simplify);
const finds = (asked: string, title: string, words = askedWords) => {
  const index = new Set(indexWords(normal(title)));
  return words(normal(asked)).every((word) => index.has(word));
};

test('every part of a title finds it, however a dictionary would cut it', () => {
  const title = '云眠水洗棉四件套 1.8m床';
  fc.assert(
    fc.property(fc.nat(7), fc.integer({ min: 1, max: 8 }), (from, length) => {
      expect(finds('云眠水洗棉四件套'.slice(from, from + length), title)).toBe(true);
    }),
  );
  expect(finds('猫砂', '净爪猫砂 10L')).toBe(true);
  expect(finds('狗砂', '净爪猫砂 10L')).toBe(false);
});

test('letters and digits are found whole, apart, by their beginnings, in any width and case', () => {
  for (const asked of ['iphone', 'iPhone 15', 'iPhone15', 'IPH', 'ｉｐｈｏｎｅ', '15'])
    expect(finds(asked, 'iPhone15 防摔手机壳'), asked).toBe(true);
  expect(finds('phone', 'iPhone15 防摔手机壳')).toBe(false);
  for (const asked of ['0.5mm', '0.5', 'mm', '0.5mm中性笔']) expect(finds(asked, '0.5mm 中性笔 黑'), asked).toBe(true);
  expect(finds('t恤', 'T恤女短袖')).toBe(true);
});

test('traditional characters find simplified ones', () => {
  expect(finds('馬克杯', '山岚釉马克杯 380ml')).toBe(true);
  expect(finds('兒童連衣裙', '儿童连衣裙 夏季薄款')).toBe(true);
});

test('what is not together in the title is found by its characters only when asked less strictly', () => {
  for (const [asked, title] of [
    ['黑笔', '0.5mm 中性笔 黑'],
    ['竹浆纸', '竹浆抽纸 3 层 24 包'],
    ['耳机蓝牙', '无线蓝牙耳机 半入耳'],
  ] as const) {
    expect(finds(asked, title), asked).toBe(false);
    expect(finds(asked, title, looseWords), asked).toBe(true);
  }
  expect(finds('苹果15手机壳', 'iPhone15 防摔手机壳', looseWords)).toBe(false);
});

test('punctuation is no word, and nobody can ask for more than twelve', () => {
  for (const text of ['%', '_', '，。', '   ', '「」']) expect(askedWords(normal(text))).toEqual([]);
  expect(askedWords('长长长的一是在不了有和人这中大为上个国')).toHaveLength(12);
});

test('a word in the title counts more than one in the subtitle, and both add up', () => {
  const weights = weighWords([
    { text: '面霜', weight: 8 },
    { text: '面霜保湿', weight: 2 },
  ]);
  expect([weights.get('面霜'), weights.get('保湿'), weights.get('霜保')]).toEqual([10, 2, 2]);
});

test('what is proposed is a word', () => {
  expect(['咖啡', 'iphone', '500ml'].every(isProposal)).toBe(true);
  expect(['咖', '500', '，。', ' '].some(isProposal)).toBe(false);
});

test('pages by price join without a gap or a repeat, among equal prices too', () => {
  const hits = [30, 10, 20, 10, 20, 10].map((priceFen, i) => ({ id: 'fbdace'[i] ?? '', priceFen }));
  for (const [way, ids] of [
    ['up', ['a', 'b', 'e', 'c', 'd', 'f']],
    ['down', ['f', 'c', 'd', 'a', 'b', 'e']],
  ] as const) {
    const pages: string[] = [];
    let after: (typeof hits)[number] | null = null;
    for (let page = cardsByPrice(hits, way, null); page.length > 0; page = cardsByPrice(hits, way, after)) {
      pages.push(...page.slice(0, 2).map((hit) => hit.id));
      after = page[Math.min(1, page.length - 1)] ?? null;
    }
    expect(pages).toEqual(ids);
  }
});

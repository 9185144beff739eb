import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { demoCampaigns, demoCategories, demoCoupons, demoGoods, demoShop } from './index.ts';
import { distance, rgb } from './pictures/colour.ts';
import { dye, meanColour } from './pictures/dye.ts';
import { letter } from './pictures/lettering.ts';
import { objectFile } from './pictures/object.ts';
import { paint } from './pictures/paint.ts';
import { type Scene, scenes } from './pictures/scene.ts';
import { outdated, renderPictures } from './render.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'jishi-demo-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Every picture key the shop, its categories and its goods name. */
const named = new Set([
  demoShop.logoKey,
  ...demoShop.banners.map((b) => b.pictureKey),
  ...demoCategories.map((c) => c.pictureKey),
  ...demoGoods.flatMap((g) => [
    ...g.pictures,
    ...g.skus.flatMap((s) => (s.pictureKey ? [s.pictureKey] : [])),
    ...g.detail.flatMap((d) => (d.kind === 'picture' ? [d.pictureKey] : [])),
  ]),
]);
const twice = (values: readonly (string | number)[]) => values.filter((v, i) => values.indexOf(v) !== i);
const length = (text: string) => [...text].length;

test('75 goods in three departments, each in a child category, none twice', () => {
  expect(demoGoods).toHaveLength(75);
  const children = demoCategories.filter((c) => c.parentKey !== null);
  const departments = demoCategories.filter((c) => c.parentKey === null).map((c) => c.key);
  expect(departments).toEqual(['home', 'food', 'beauty']);
  for (const key of departments) expect(children.filter((c) => c.parentKey === key).length).toBe(4);
  expect(new Set(demoGoods.map((g) => g.categoryKey))).toEqual(new Set(children.map((c) => c.key)));
  for (const of of [demoGoods.map((g) => g.key), demoGoods.map((g) => g.title), demoGoods.map((g) => g.sort)])
    expect(twice(of)).toEqual([]);
});

test('a department stands before its children, so that a reader in order can make them', () => {
  for (const [i, { parentKey }] of demoCategories.entries())
    if (parentKey) expect(demoCategories.slice(0, i).map((c) => c.key)).toContain(parentKey);
});

test('no SKU code comes twice in the whole shop', () => {
  expect(twice(demoGoods.flatMap((g) => g.skus.map((s) => s.code)))).toEqual([]);
});

test.each(demoGoods.map((g) => [g.key, g] as const))(
  '%s: the spec matrix is complete and foreign to nothing',
  (_, goods) => {
    const size = goods.specs.reduce((n, axis) => n * axis.values.length, 1);
    expect(goods.skus).toHaveLength(size);
    expect(size).toBeLessThanOrEqual(9);
    expect(new Set(goods.skus.map((s) => JSON.stringify(s.specs))).size).toBe(size);
    for (const sku of goods.skus) {
      expect(Object.keys(sku.specs)).toEqual(goods.specs.map((a) => a.name));
      for (const axis of goods.specs) expect(axis.values).toContain(sku.specs[axis.name]);
    }
  },
);

test('prices are whole fen between ¥29 and ¥399, above their cost and below their strike price', () => {
  for (const { key, skus } of demoGoods)
    for (const sku of skus) {
      for (const fen of [sku.priceFen, sku.costFen, sku.marketPriceFen ?? 1, sku.stock, sku.weightGrams])
        expect(Number.isInteger(fen) && fen > 0, `${key} ${sku.code} ${fen}`).toBe(true);
      expect(sku.priceFen, key).toBeGreaterThanOrEqual(2900);
      expect(sku.priceFen, key).toBeLessThanOrEqual(39_900);
      expect(sku.costFen, key).toBeLessThan(sku.priceFen);
      if (sku.marketPriceFen) expect(sku.marketPriceFen, key).toBeGreaterThan(sku.priceFen);
    }
});

test('the shop and its goods keep to what the server takes', () => {
  for (const g of demoGoods) {
    expect(length(g.title), g.title).toBeLessThanOrEqual(60);
    expect(length(g.subtitle), g.subtitle).toBeLessThanOrEqual(100);
    expect(length(g.brand)).toBeLessThanOrEqual(30);
    expect(length(g.unit)).toBeLessThanOrEqual(6);
    expect(g.tags.length).toBeLessThanOrEqual(5);
    expect(g.services.length).toBeLessThanOrEqual(8);
    expect(g.pictures.length).toBeGreaterThanOrEqual(2);
    for (const tag of g.tags) expect(length(tag)).toBeLessThanOrEqual(10);
    for (const service of g.services) expect(length(service)).toBeLessThanOrEqual(20);
    for (const { name, values } of g.specs) {
      expect(length(name)).toBeLessThanOrEqual(20);
      expect(twice(values)).toEqual([]);
      for (const value of values) expect(length(value)).toBeLessThanOrEqual(30);
    }
    for (const { code } of g.skus) expect(code).toMatch(/^[A-Za-z0-9._-]{1,40}$/);
  }
  for (const { name } of demoCategories) expect(length(name)).toBeLessThanOrEqual(20);
  expect(length(demoShop.notice)).toBeLessThanOrEqual(120);
  expect(demoShop.themeColor).toMatch(/^#[0-9A-F]{6}$/);
  for (const { link, title } of demoShop.banners) {
    expect(link).toMatch(/^\/pages\//);
    expect(length(title)).toBeLessThanOrEqual(40);
  }
});

test('every picture that is named has one scene, and no scene is drawn for nothing', () => {
  const keys = scenes.map((s) => s.key);
  expect(twice(keys)).toEqual([]);
  expect(new Set(keys)).toEqual(named);
});

test('the emoji set has every object of every scene', () => {
  const things = scenes.flatMap((s) =>
    s.kind === 'logo' ? [] : s.kind === 'icon' ? [s.thing] : [s.hero, ...('props' in s ? s.props : [])],
  );
  expect(things.length).toBeGreaterThan(500);
  expect([...new Set(things.map((t) => t.emoji))].filter((emoji) => objectFile(emoji) === null)).toEqual([]);
});

test('dyeing gives the main colour another hue and leaves the rest and the outline alone', () => {
  const red = [200, 30, 40, 255];
  const grey = [120, 120, 124, 255];
  const pixels = Uint8Array.from([...Array(12).fill(red), ...Array(6).fill(grey), 0, 0, 0, 0].flat());
  const dyed = dye(pixels, 19, '#2a6ad0');
  expect(distance(meanColour(dyed.slice(0, 8 * 4)), rgb('#2a6ad0'))).toBeLessThan(20);
  expect([...dyed.slice(15 * 4, 16 * 4)]).toEqual(grey);
  expect(dyed.at(-1)).toBe(0);
});

test('lettering comes from the bundled font: each character has ink of its own', async () => {
  const inks = await Promise.all(
    ['集', '市', '韭', '焙', '葱'].map((text) => letter({ text, weight: 'black', size: 60, colour: '#000000' })),
  );
  expect(twice(inks.map((ink) => ink.png.toString('base64')))).toEqual([]);
  for (const { width, height } of inks) expect(Math.min(width, height)).toBeGreaterThan(45);
});

test('the same scene is the same picture, byte for byte, in the size its place needs', async () => {
  const first = (kind: Scene['kind']) => scenes.find((s) => s.kind === kind) as Scene;
  const sizes = {
    gallery: [800, 800],
    look: [800, 800],
    detail: [750, 900],
    banner: [1500, 640],
    icon: [160, 160],
    logo: [400, 400],
  };
  for (const [kind, size] of Object.entries(sizes)) {
    const scene = first(kind as Scene['kind']);
    const [once, again] = await Promise.all([paint(scene), paint(scene)]);
    const { width, height, format } = await sharp(once).metadata();
    expect([format, width, height], kind).toEqual(['webp', ...size]);
    expect(once.equals(again), kind).toBe(true);
  }
}, 30_000);

test('the pictures in the repository show the scenes as they are, all of them and nothing else', () => {
  expect(outdated('packages/demo/pictures').map((s) => s.key)).toEqual([]);
  const files = readdirSync('packages/demo/pictures').filter((name) => name.endsWith('.webp'));
  expect(files.sort()).toEqual(scenes.map((s) => `${s.key}.webp`).sort());
});

test('a picture that is there is left alone, one whose scene changed is drawn anew', async () => {
  const few = scenes.filter((s) => s.kind === 'icon' || s.kind === 'logo');
  const out = path.join(folder, 'pictures');
  expect(await renderPictures(out, { only: few })).toBe(few.length);
  const file = path.join(out, `${demoShop.logoKey}.webp`);
  const [bytes, { mtimeMs }] = [readFileSync(file), statSync(file)];
  rmSync(path.join(out, `${few[1]?.key}.webp`));
  expect(await renderPictures(out, { only: few })).toBe(1);
  expect(statSync(file).mtimeMs).toBe(mtimeMs);
  expect(readFileSync(file).equals(bytes)).toBe(true);
  const changed = few.map((s) => (s.kind === 'logo' ? { ...s, colour: '#2266aa' } : s));
  expect(await renderPictures(out, { only: changed })).toBe(1);
  expect(readFileSync(file).equals(bytes)).toBe(false);
}, 30_000);

test('the coupons of the demo shop are for departments that it has', () => {
  const departments = new Set(demoCategories.filter((c) => c.parentKey === null).map((c) => c.key));
  for (const { categoryKey } of demoCoupons) expect(categoryKey === null || departments.has(categoryKey)).toBe(true);
  expect(new Set(demoCoupons.map((c) => c.kind))).toEqual(new Set(['fixed', 'percent', 'freight']));
});

test('the campaigns of the demo shop are for categories that it has, one of each kind at least', () => {
  const categories = new Set(demoCategories.map((c) => c.key));
  for (const { categoryKeys } of demoCampaigns) expect(categoryKeys.filter((key) => !categories.has(key))).toEqual([]);
  expect(new Set(demoCampaigns.map((c) => c.rule.kind))).toEqual(
    new Set(['discount', 'reduction', 'pieces', 'extra', 'bundle', 'freight', 'member']),
  );
  const goods = new Set(demoGoods.map((g) => g.key));
  for (const { rule } of demoCampaigns)
    if ('goodsKeys' in rule) expect(rule.goodsKeys.filter((key) => !goods.has(key))).toEqual([]);
});

import { sheets } from '../goods/index.ts';
import { detailKeys, galleryKeys, looks, numberOf } from '../goods/product.ts';
import type { Sheet } from '../goods/types.ts';
import { type DemoCategory, demoCategories, demoShop } from '../shop.ts';
import type { Thing } from './object.ts';

export type Composition = 'niche' | 'steps' | 'wreath' | 'still' | 'shelf' | 'trio';

/** A picture to be drawn; its file is `<key>.webp`. */
export type Scene =
  | {
      kind: 'gallery';
      key: string;
      department: string;
      composition: Composition;
      hero: Thing;
      props: readonly Thing[];
      turn: number;
    }
  | { kind: 'look'; key: string; department: string; hero: Thing }
  | {
      kind: 'detail';
      key: string;
      department: string;
      page: 1 | 2;
      brand: string;
      caption: string;
      note: string;
      hero: Thing;
      props: readonly Thing[];
      turn: number;
    }
  | { kind: 'banner'; key: string; base: string; headline: string; note: string; hero: Thing; props: readonly Thing[] }
  | { kind: 'icon'; key: string; department: string; thing: Thing }
  | { kind: 'logo'; key: string; colour: string; sign: string };

/** First the picture lists show, then two more: neighbours differ, and no product shows one composition twice. */
const orders: readonly (readonly [Composition, Composition, Composition])[] = [
  ['niche', 'still', 'wreath'],
  ['still', 'trio', 'steps'],
  ['steps', 'shelf', 'trio'],
  ['shelf', 'wreath', 'niche'],
  ['wreath', 'niche', 'shelf'],
  ['trio', 'steps', 'still'],
];

const departmentOf = (categoryKey: string): string => categoryKey.split('-')[0] ?? categoryKey;

function scenesOf(sheet: Sheet, index: number): Scene[] {
  const department = departmentOf(sheet.categoryKey);
  const { brand, captions, replaced, subtitle, title } = sheet;
  const shown = looks(sheet);
  const [emoji, ...props] = sheet.objects;
  const things = props.map((p) => ({ emoji: p }));
  const heroAs = (value: { dye?: string; shows?: string } | undefined): Thing => ({
    emoji: value?.shows ?? emoji,
    dye: value?.dye ?? (value?.shows ? undefined : sheet.dye),
    replaced,
  });
  /** The gallery walks through the looks, so that a list already shows that there are several. */
  const heroAt = (i: number): Thing => heroAs(shown[i % Math.max(1, shown.length)]?.value);
  const turn = numberOf(sheet.key);
  const order = orders[index % orders.length] ?? ['niche', 'still', 'wreath'];
  return [
    ...galleryKeys(sheet).map(
      (key, i): Scene => ({
        kind: 'gallery',
        key,
        department,
        composition: order[i] ?? 'niche',
        hero: heroAt(i),
        props: things,
        turn: turn + i,
      }),
    ),
    ...shown.map(
      ({ value, pictureKey }): Scene => ({ kind: 'look', key: pictureKey, department, hero: heroAs(value) }),
    ),
    ...detailKeys(sheet).map(
      (key, i): Scene => ({
        kind: 'detail',
        key,
        department,
        page: i === 0 ? 1 : 2,
        brand,
        caption: captions[i] ?? title,
        note: i === 0 ? subtitle : title,
        hero: heroAt(i),
        props: things,
        turn: turn + 3 + i,
      }),
    ),
  ];
}

const banners: Readonly<
  Record<
    string,
    { base: string; note: string; objects: readonly [string, string, string]; dye?: string; replaced?: string }
  >
> = {
  'banner-home': { base: '#9db8a4', note: '一壶茶、一口锅、一只好碗', objects: ['🫖', '🍳', '🪴'], dye: '#c8452f' },
  'banner-food': { base: '#f2b45c', note: '枝头到门口，当日采当日发', objects: ['🍓', '🥭', '🍇'] },
  'banner-beauty': {
    base: '#d9a0b8',
    note: '花与叶，都在瓶子里',
    objects: ['🧴', '🌹', '💄'],
    dye: '#d9708f',
    replaced: '#e08078',
  },
};

function bannerScene({ pictureKey, title }: { pictureKey: string; title: string }): Scene {
  const art = banners[pictureKey];
  if (!art) throw new Error(`no design for ${pictureKey}`);
  const [emoji, ...props] = art.objects;
  return {
    kind: 'banner',
    key: pictureKey,
    base: art.base,
    headline: title,
    note: art.note,
    hero: { emoji, dye: art.dye, replaced: art.replaced },
    props: props.map((p) => ({ emoji: p })),
  };
}

const iconScene = ({ key, pictureKey, object }: DemoCategory): Scene => ({
  kind: 'icon',
  key: pictureKey,
  department: departmentOf(key),
  thing: { emoji: object },
});

/** Every picture the demo shop names, each once. */
export const scenes: readonly Scene[] = [
  { kind: 'logo', key: demoShop.logoKey, colour: demoShop.themeColor, sign: '集' },
  ...demoShop.banners.map(bannerScene),
  ...demoCategories.map(iconScene),
  ...sheets.flatMap(scenesOf),
];

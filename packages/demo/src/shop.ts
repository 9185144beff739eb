export interface DemoBanner {
  pictureKey: string;
  title: string;
  /** A page of the storefront, beginning with /. */
  link: string;
}

export interface DemoCategory {
  key: string;
  name: string;
  /** Key of its department; null for a department. */
  parentKey: string | null;
  pictureKey: string;
  /** The emoji its icon shows. */
  object: string;
}

const search = (keyword: string): string => `/pages/search?keyword=${encodeURIComponent(keyword)}`;

/** The demo shop: a fictional merchant. */
export const demoShop = {
  name: '集市生活',
  slogan: '把日子过得细一点',
  themeColor: '#D2452D',
  notice: '这里是演示商城，商品与品牌均为虚构，付款走本地沙箱，不会产生真实扣款。满99元包邮。',
  servicePhone: '400-000-0000',
  logoKey: 'shop-logo',
  banners: [
    { pictureKey: 'banner-home', title: '把清晨还给厨房', link: search('厨房') },
    { pictureKey: 'banner-food', title: '山野时令到家', link: search('应季') },
    { pictureKey: 'banner-beauty', title: '温柔护理一整夜', link: '/pages/category' },
  ] as readonly DemoBanner[],
} as const;

/** What points are worth in the demo shop, and what its new customers get, so that they can try it. */
export const demoPurses = {
  pointsPerYuan: 100,
  pointsMostPercent: 50,
  welcomePoints: 500,
  welcomeBonusFen: 800,
} as const;

const department = (
  key: string,
  name: string,
  object: string,
  children: readonly (readonly [string, string, string])[],
) => [
  { key, name, parentKey: null, pictureKey: `category-${key}`, object },
  ...children.map(([child, childName, childObject]) => ({
    key: `${key}-${child}`,
    name: childName,
    parentKey: key,
    pictureKey: `category-${key}-${child}`,
    object: childObject,
  })),
];

/** Two levels, a department before its children. */
export const demoCategories: readonly DemoCategory[] = [
  ...department('home', '家居', '🛋️', [
    ['textile', '床品布艺', '🛏️'],
    ['kitchen', '餐厨器皿', '🫖'],
    ['tidy', '收纳清洁', '🧺'],
    ['scent', '香氛绿植', '🕯️'],
  ]),
  ...department('food', '食品', '🥐', [
    ['drink', '茶咖冲饮', '🍵'],
    ['snack', '糕点零食', '🍪'],
    ['fruit', '时令鲜果', '🍓'],
    ['pantry', '粮油调味', '🍯'],
  ]),
  ...department('beauty', '美妆', '💄', [
    ['face', '面部护理', '🧴'],
    ['makeup', '彩妆香氛', '💋'],
    ['body', '身体洗护', '🧼'],
    ['tools', '美妆工具', '🪞'],
  ]),
];

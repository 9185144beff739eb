/** What a campaign of the demo shop does; amounts in fen. */
type Rule =
  | { kind: 'discount'; payPercent: number; quota: number | null; perPerson: number | null }
  | { kind: 'reduction'; steps: readonly { from: number; offFen: number }[] }
  | { kind: 'pieces'; pieces: number; payPercent: number }
  /** A gift that the shopper chooses from these goods. */
  | { kind: 'extra'; from: number; goodsKeys: readonly string[]; quota: number }
  /** Free freight where it goes nowhere of `exceptProvinces` (GB/T 2260, two digits). */
  | { kind: 'freight'; pieces: number; exceptProvinces: readonly string[] }
  /** For customers of a level and above. */
  | { kind: 'member'; level: number; payPercent: number }
  /** A fixed set: one piece of the first SKU of each. */
  | { kind: 'bundle'; goodsKeys: readonly string[]; priceFen: number };
/** A campaign of the demo shop, on from the day that it opens. */
export interface DemoCampaign {
  key: string;
  name: string;
  /** Keys of the categories that it is for. */
  categoryKeys: readonly string[];
  days: number;
  /** Every day at these hours, HH:MM in China; null: all day. */
  daily: readonly [from: string, until: string] | null;
  rule: Rule;
}

export const demoCampaigns: readonly DemoCampaign[] = [
  {
    key: 'scent',
    name: '香氛周',
    categoryKeys: ['home-scent', 'beauty-face'],
    days: 7,
    daily: null,
    rule: { kind: 'discount', payPercent: 80, quota: 500, perPerson: 5 },
  },
  {
    key: 'evening',
    name: '晚间厨房专场',
    categoryKeys: ['home-kitchen'],
    days: 60,
    daily: ['20:00', '22:00'],
    rule: { kind: 'discount', payPercent: 85, quota: null, perPerson: null },
  },
  {
    key: 'beauty',
    name: '美妆满减',
    categoryKeys: ['beauty'],
    days: 30,
    daily: null,
    rule: {
      kind: 'reduction',
      steps: [
        { from: 15900, offFen: 1500 },
        { from: 29900, offFen: 4000 },
      ],
    },
  },
  {
    key: 'snack',
    name: '零食第二件半价',
    categoryKeys: ['food-snack'],
    days: 30,
    daily: null,
    rule: { kind: 'pieces', pieces: 2, payPercent: 50 },
  },
  {
    key: 'fruit',
    name: '鲜果满赠马克杯',
    categoryKeys: ['food-fruit'],
    days: 30,
    daily: null,
    rule: { kind: 'extra', from: 12900, goodsKeys: ['morning-mug'], quota: 100 },
  },
  {
    key: 'bath',
    name: '沐浴套装',
    categoryKeys: ['beauty-body'],
    days: 30,
    daily: null,
    rule: { kind: 'bundle', goodsKeys: ['lavender-wash', 'goat-soap'], priceFen: 9900 },
  },
  {
    key: 'home-freight',
    name: '居家两件包邮',
    categoryKeys: ['home'],
    days: 60,
    daily: null,
    rule: { kind: 'freight', pieces: 2, exceptProvinces: ['54', '65'] },
  },
  {
    key: 'member',
    name: '食品会员价',
    categoryKeys: ['food'],
    days: 365,
    daily: null,
    rule: { kind: 'member', level: 1, payPercent: 95 },
  },
];

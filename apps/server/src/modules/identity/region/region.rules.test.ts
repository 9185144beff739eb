import { expect, test } from 'vitest';
import { phoneOf } from './phone.rules.ts';
import { REGIONS, settle } from './region.rules.ts';

const cities = REGIONS.flatMap((p) => p.children ?? []);
const counties = cities.flatMap((c) => c.children ?? [c]);

test('the table is whole: 34 provinces, their cities and all counties, each named and coded once', () => {
  expect(REGIONS).toHaveLength(34);
  expect(cities.length).toBeGreaterThanOrEqual(370);
  // 2,846 counties of GB/T 2260 and, beside them, towns of cities without districts.
  expect(counties.filter((c) => c.code.length === 6).length).toBeGreaterThanOrEqual(2840);
  // A municipality and a county under its province stand twice: as themselves and as what is above or below them.
  const codes = [...REGIONS, ...cities, ...cities.flatMap((c) => c.children ?? [])].map((r) => r.code).filter(Boolean);
  expect(codes.length).toBe(new Set(codes).size);
  for (const { name, children = [] } of [...REGIONS, ...cities])
    expect(new Set(children.map((c) => c.name)).size, name).toBe(children.length);
  for (const { code } of codes.map((code) => ({ code }))) expect(code).toMatch(/^\d{6}(\d{3})?$/);
  expect(JSON.stringify(REGIONS)).not.toMatch(/直辖|市辖区|"县"/);
});

test('a code stands under the code above it', () => {
  for (const province of REGIONS.slice(0, 31))
    for (const city of province.children ?? []) {
      expect(city.code.slice(0, 2), city.name).toBe(province.code.slice(0, 2));
      if (city.name === province.name) continue;
      for (const district of city.children ?? []) expect(district.code.slice(0, 4)).toBe(city.code.slice(0, 4));
    }
});

test('rows of the statistics are no part of an address, even when a client sends them', () => {
  const xiantao = { province: '湖北省', city: '', district: '仙桃市', code: '429004' };
  for (const city of ['', '直辖县级', '省直辖县级行政区划', '仙桃市'])
    expect(settle({ province: '湖北省', city, district: '仙桃市' })).toEqual(xiantao);
  expect(settle({ province: '湖北', city: '仙桃', district: '' })).toEqual(xiantao);
  expect(settle({ province: '新疆', city: '自治区直辖县级行政区划', district: '石河子市' })).toMatchObject({
    city: '',
    code: '659001',
  });
  expect(settle({ province: '重庆市', city: '县', district: '忠县' })).toMatchObject({
    city: '重庆市',
    code: '500233',
  });
  expect(settle({ province: '北京', city: '市辖区', district: '朝阳' })).toEqual({
    province: '北京市',
    city: '北京市',
    district: '朝阳区',
    code: '110105',
  });
});

test('what the table does not know keeps its text', () => {
  expect(settle({ province: '北京市', city: '北京市', district: '宣武区' })).toEqual({
    province: '北京市',
    city: '北京市',
    district: '宣武区',
    code: '',
  });
  expect(settle({ province: '某省', city: '某市', district: '' })).toEqual({
    province: '某省',
    city: '某市',
    district: '',
    code: '',
  });
});

test('a phone number is one in whatever dress it comes', () => {
  for (const text of [
    '138 0000 1111',
    '138-0000-1111',
    '+86 13800001111',
    '0086 138 0000 1111',
    '\u202d13800001111\u202c',
  ])
    expect(phoneOf(text), text).toBe('13800001111');
  expect(phoneOf('１３８００００１１１１')).toBe('13800001111');
  expect(phoneOf('+852 9123 4567')).toBe('+85291234567');
  expect(phoneOf('00853-6612-3456')).toBe('+85366123456');
  expect(phoneOf('+886 0912 345 678')).toBe('+886912345678');
  expect(phoneOf('9123 4567', '香港特别行政区')).toBe('+85291234567');
  expect(phoneOf('2883 1234', '澳门特别行政区')).toBe('+85328831234');
  expect(phoneOf('0912345678', '台湾省')).toBe('+886912345678');
});

test('what is no phone number is none', () => {
  for (const text of ['', '1380000111', '138000011111', '12800001111', '91234567', 'abc', '+1 415 555 0100'])
    expect(phoneOf(text), text).toBeNull();
  expect(phoneOf('91234567', '浙江省')).toBeNull();
  expect(phoneOf('1234 5678', '香港特别行政区')).toBeNull();
});

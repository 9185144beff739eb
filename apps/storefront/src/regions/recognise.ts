import type { Regions } from './regions';

export interface Recognised {
  name: string;
  phone: string;
  province: string;
  city: string;
  district: string;
  detail: string;
}

const PHONE = /(?:\+?86[-\s]?)?(1[3-9]\d)[-\s]?(\d{4})[-\s]?(\d{4})(?!\d)/;
const LABELS =
  /(收货人|收件人|姓名|联系人|手机号码|手机号|手机|电话|联系电话|所在地区|地区|详细地址|收货地址|地址)\s*[：:]?/g;
const MARKS = /[,，;；：。\n\r\t|、]+/g;
/** How a name is shortened in speech: 浙江 for 浙江省, 西湖 for 西湖区. */
const SUFFIX = /(特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|地区|省|市|区|县|旗|盟)$/;
const short = (name: string): string => {
  const cut = name.replace(SUFFIX, '');
  return cut.length >= 2 ? cut : name;
};

/**
 * Takes a pasted line such as "张三 13800138000 浙江省杭州市西湖区文三路 1 号" apart. What it can't tell stays empty; nothing is
 * invented: every part it returns stands in the text or is a region that the text names.
 */
export function recognise(text: string, regions: Regions): Recognised {
  const phone = PHONE.exec(text);
  const words = (phone ? text.replace(phone[0], ' ') : text).replace(LABELS, ' ').replace(MARKS, ' ').trim();
  const region = findRegion(words, regions);
  const before = words.slice(0, region.from).trim();
  const after = words.slice(region.to).trim();
  const { name, rest } = takeName(before, after);
  return {
    name,
    phone: phone ? phone.slice(1).join('') : '',
    province: region.province,
    city: region.city,
    district: region.district,
    detail: rest.replace(/\s+/g, ' ').trim(),
  };
}

interface Found {
  province: string;
  city: string;
  district: string;
  /** Where the region begins and ends in the text. */
  from: number;
  to: number;
}

function findRegion(text: string, regions: Regions): Found {
  const province = firstNamed(Object.keys(regions), text, 0);
  const provinces = province ? [province.name] : Object.keys(regions);
  const start = province?.to ?? 0;
  const city = firstNamed(
    provinces.flatMap((p) => Object.keys(regions[p] ?? {})),
    text,
    start,
  );
  // A municipality is named once and is both.
  const cityName = city?.name ?? (province && regions[province.name]?.[province.name] ? province.name : '');
  const owner = province?.name ?? provinces.find((p) => cityName !== '' && regions[p]?.[cityName]) ?? '';
  const after = city?.to ?? start;
  const under = regions[owner] ?? {};
  const districts = cityName ? (under[cityName] ?? []) : Object.values(under).flat();
  const district = firstNamed(districts, text, after);
  const ownCity = cityName || Object.keys(under).find((c) => district && under[c]?.includes(district.name)) || '';
  const first = province ?? city ?? district;
  return {
    province: owner,
    city: ownCity,
    district: owner ? (district?.name ?? '') : '',
    from: first?.from ?? text.length,
    to: (owner && district?.to) || city?.to || province?.to || text.length,
  };
}

/** The name (or its short form) that stands earliest at or after `start`; the longer one when two begin there. */
function firstNamed(
  names: string[],
  text: string,
  start: number,
): { name: string; from: number; to: number } | undefined {
  let best: { name: string; from: number; to: number } | undefined;
  for (const name of names) {
    for (const form of new Set([name, short(name)])) {
      const from = text.indexOf(form, start);
      // Far behind the region before it, the same word is a street.
      if (from < 0 || (start > 0 && from > start + 2)) continue;
      const to = from + form.length;
      if (!best || from < best.from || (from === best.from && to > best.to)) best = { name, from, to };
    }
  }
  return best;
}

const NAME = /^[\p{Script=Han}·]{2,6}$|^[A-Za-z][A-Za-z .]{1,20}$/u;
/** The name is the short word before the region, else the short word at either end of what follows. */
function takeName(before: string, after: string): { name: string; rest: string } {
  const head = before.split(/\s+/).filter(Boolean);
  const named = head.find((word) => NAME.test(word));
  if (named) return { name: named, rest: [...head.filter((w) => w !== named), after].join(' ') };
  const tail = after.split(/\s+/).filter(Boolean);
  const last = tail.at(-1);
  if (tail.length > 1 && last && NAME.test(last)) return { name: last, rest: tail.slice(0, -1).join(' ') };
  return { name: '', rest: [before, after].filter(Boolean).join(' ') };
}

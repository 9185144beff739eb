import table from './regions.json' with { type: 'json' };

/** Province → city → district. A county ruled by its province stands beside the cities and has no children. */
export interface Region {
  /** GB/T 2260; empty for what has none (below Hong Kong, Macau and Taiwan). */
  code: string;
  name: string;
  children?: Region[];
}
export interface Place {
  province: string;
  /** Of a municipality its own name; empty for a county ruled by its province. */
  city: string;
  district: string;
}

export const REGIONS: readonly Region[] = table;

/** Provinces by the first two digits of their code. */
export const PROVINCES: readonly { code: string; name: string }[] = REGIONS.map(({ code, name }) => ({
  code: code.slice(0, 2),
  name,
}));

/** Rows of official tables that are no place: an address never shows them. */
const PSEUDO = /^(省|自治区)?直辖(县级)?(行政(区划|单位))?$|^省直辖县$|^市辖区$|^县$/;

const NATIONS =
  '蒙古族|蒙古|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯|塔吉克|普米族|怒族|裕固族|保安族|独龙族|各族';
const NATION = new RegExp(`(${NATIONS})$`);
const SELF_RULED = /自治(区|州|县|旗)$/;
const KIND = /(特别行政区|地区|林区|特区|省|市|区|县|旗|盟)$/;

/**
 * What people write for a name, the whole name first: 恩施土家族苗族自治州, 恩施州, 恩施; 浙江省, 浙江. A short form has two characters or more.
 */
export function formsOf(name: string): string[] {
  const kind = SELF_RULED.exec(name)?.[1];
  if (!kind) {
    const stem = name.replace(KIND, '');
    return stem.length >= 2 && stem !== name ? [name, stem] : [name];
  }
  let stem = name.replace(SELF_RULED, '');
  for (let cut = stem.replace(NATION, ''); cut !== stem && cut.length >= 2; cut = stem.replace(NATION, '')) stem = cut;
  return kind === '区' ? [name, stem] : [name, `${stem}${kind}`, stem];
}

const named = (regions: readonly Region[], text: string): Region | undefined =>
  regions.find((r) => r.name === text) ?? regions.find((r) => text !== '' && formsOf(r.name).includes(text));

const isMunicipality = ({ name, children = [] }: Region): boolean => children.some((c) => c.name === name);

/**
 * A place by its official names, with its code: short names are completed, and 直辖县级 and 市辖区 go. What the table does not
 * know keeps its text and has no code, because regions are renamed and an old address must still arrive.
 */
export function settle(place: Place): Place & { code: string } {
  const typed = { ...place, city: PSEUDO.test(place.city) ? '' : place.city };
  const province = named(REGIONS, typed.province);
  if (!province) return { ...typed, code: '' };
  const { name, children = [] } = province;
  const direct = named(
    children.filter((c) => !c.children),
    typed.district === '' ? typed.city : typed.district,
  );
  if (direct && (typed.city === '' || named([direct], typed.city)))
    return { province: name, city: '', district: direct.name, code: direct.code };
  const city = named(children, isMunicipality(province) ? name : typed.city);
  if (!city) return { ...typed, province: name, code: '' };
  const district = named(city.children ?? [], typed.district);
  return {
    province: name,
    city: city.name,
    district: district?.name ?? typed.district,
    code: district?.code ?? (typed.district === '' ? city.code : ''),
  };
}

/** The code of the smallest region that is known of a place; null: not even its province. */
export function nearestCode({ province, city, district }: Place): string | null {
  const top = named(REGIONS, province);
  if (!top) return null;
  const below = top.children ?? [];
  const middle =
    named(below, city) ?? named(below, district) ?? (isMunicipality(top) ? named(below, top.name) : undefined);
  const last = named(middle?.children ?? [], district);
  return last?.code || middle?.code || top.code || null;
}

let names: Map<string, string> | undefined;
function addNames(into: Map<string, string>, regions: readonly Region[], above: string, last: string): void {
  for (const { code, name, children } of regions) {
    // A municipality and its city have one name.
    const whole = name === last ? above : `${above}${name}`;
    if (code !== '') into.set(code, whole);
    addNames(into, children ?? [], whole, name);
  }
}
/** What a code stands for, from the top: 浙江省杭州市西湖区; null: no region that is known. */
export function placeName(code: string): string | null {
  if (!names) {
    names = new Map();
    addNames(names, REGIONS, '', '');
  }
  return names.get(code) ?? null;
}

import { formsOf, type Place, REGIONS, type Region } from './region.rules.ts';

export interface FoundPlace extends Place {
  /** Where the region begins and ends in the text; both its length when there is none. */
  from: number;
  to: number;
}

/** A region as it stands in a text, and all that is above it. */
interface Entry {
  province: Region;
  city?: Region;
  district?: Region;
}
interface Form {
  text: string;
  whole: boolean;
}
interface Chain extends Entry {
  from: number;
  to: number;
  /** More for more levels, and more for a whole name than for a short one. */
  score: number;
}

const WHOLE = 3;
const SHORT = 1.5;
/** After a short name these make it the name of something else: 北京东路, 鼓楼大街, 朝阳花园. */
const SOMETHING_ELSE =
  /^(?:[东西南北中前后上下大小新老一二三四五六七八九十]?(?:路|街|道|大街|大道|胡同|巷|弄|里|桥|村|镇|乡|花园|花苑|新村|小区|广场|大厦|公园|饭店|酒店|大学|商场|家园|公寓)|人(?!民)|[省市区县州])/;
/** Between two levels: blanks, dashes, and rows of official tables that are no place. */
const BETWEEN = /^[\s\-—–/·>]*(?:(?:市辖区|(?:省|自治区)?直辖县级?(?:行政(?:区划|单位))?)[\s\-—–/·>]*)?/;
const HAN = /\p{Script=Han}/u;

const childrenOf = (region: Region): readonly Region[] => region.children ?? [];
const forms = new Map<Region, Form[]>();
const formsFor = (region: Region): Form[] => {
  let found = forms.get(region);
  if (!found) {
    found = formsOf(region.name).map((text, i) => ({ text, whole: i === 0 }));
    forms.set(region, found);
  }
  return found;
};

/** Where a chain may begin, by its first character: provinces, cities, and districts whose whole name is the only one. */
const firsts = new Map<string, { form: Form; entry: Entry }[]>();
function beginnings(first: string): { form: Form; entry: Entry }[] {
  if (firsts.size === 0) index();
  return firsts.get(first) ?? [];
}
function index(): void {
  const add = (form: Form, entry: Entry) => {
    const first = form.text.charAt(0);
    firsts.set(first, [...(firsts.get(first) ?? []), { form, entry }]);
  };
  const districts = new Map<string, Entry[]>();
  for (const province of REGIONS) {
    for (const form of formsFor(province)) add(form, { province });
    for (const below of childrenOf(province)) {
      const isCity = below.children !== undefined;
      if (isCity && below.name !== province.name)
        for (const form of formsFor(below)) add(form, { province, city: below });
      for (const district of isCity ? childrenOf(below) : [below])
        districts.set(district.name, [
          ...(districts.get(district.name) ?? []),
          { province, ...(isCity ? { city: below } : {}), district },
        ]);
    }
  }
  for (const [text, [only, ...more]] of districts)
    if (only && more.length === 0 && text.length >= 3) add({ text, whole: true }, only);
}

/** The region that a text names most fully; of equal ones the first. */
export function findPlace(text: string): FoundPlace {
  let best: Chain | undefined;
  for (let from = 0; from < text.length; from++)
    for (const { form, entry } of beginnings(text.charAt(from))) {
      const to = matched(text, from, form);
      if (to < 0) continue;
      const chain = further(text, { ...entry, from, to, score: form.whole ? WHOLE : SHORT });
      // Within a word a short name alone is part of a person's name or of a street.
      if (!form.whole && chain.score <= SHORT && HAN.test(text.charAt(from - 1))) continue;
      if (!best || chain.score > best.score) best = chain;
    }
  if (!best) return { province: '', city: '', district: '', from: text.length, to: text.length };
  const { province, city, district, from, to } = best;
  return {
    province: province.name,
    city: city?.name ?? ownCity(province)?.name ?? '',
    district: district?.name ?? '',
    from,
    to: pastRepeats(text, to, best),
  };
}

/** A municipality is its own city. */
const ownCity = (province: Region): Region | undefined => childrenOf(province).find((c) => c.name === province.name);

/** Where a name that stands at `at` ends; -1 when it doesn't stand there, or is the beginning of another word. */
function matched(text: string, at: number, { text: name, whole }: Form): number {
  if (!text.startsWith(name, at)) return -1;
  const to = at + name.length;
  return !whole && SOMETHING_ELSE.test(text.slice(to, to + 4)) ? -1 : to;
}

/** The longest chain that begins with this one. */
function further(text: string, chain: Chain): Chain {
  const at = chain.to + (BETWEEN.exec(text.slice(chain.to))?.[0].length ?? 0);
  let best = chain;
  for (const next of below(chain)) {
    const region = next.district ?? next.city ?? next.province;
    for (const form of formsFor(region)) {
      const to = matched(text, at, form);
      if (to < 0) continue;
      const longer = further(text, {
        ...next,
        from: chain.from,
        to,
        score: chain.score + (form.whole ? WHOLE : SHORT),
      });
      if (longer.score > best.score) best = longer;
    }
  }
  return best;
}

/** What may follow: cities of a province, districts of a city, and districts straight after a province when it has only one so named. */
function below({ province, city, district }: Chain): Entry[] {
  if (district) return [];
  if (city) return childrenOf(city).map((d) => ({ province, city, district: d }));
  const cities = childrenOf(province).filter((c) => c.children);
  const direct = childrenOf(province).filter((c) => !c.children);
  const inner = cities.flatMap((c) => childrenOf(c).map((d) => ({ province, city: c, district: d })));
  const counts = new Map<string, number>();
  for (const { district: d } of inner) counts.set(d.name, (counts.get(d.name) ?? 0) + 1);
  return [
    ...cities.map((c) => ({ province, city: c })),
    ...direct.map((d) => ({ province, district: d })),
    ...inner.filter(({ district: d }) => counts.get(d.name) === 1),
  ];
}

/** Other shops export a region twice: 天门市天门市, 上海市上海市. What comes again is left out of the detail. */
function pastRepeats(text: string, to: number, { province, city, district }: Chain): number {
  const names = [province.name, city?.name, district?.name].filter((n) => n !== undefined);
  for (let at = to; ; ) {
    const start = at + (BETWEEN.exec(text.slice(at))?.[0].length ?? 0);
    const again = names.find(
      (name) => text.startsWith(name, start) && !/^[场政民医]/.test(text.slice(start + name.length)),
    );
    if (!again) return at;
    at = start + again.length;
  }
}

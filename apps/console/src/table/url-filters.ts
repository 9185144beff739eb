export type Filters = Record<string, string>;

/** The filters that a query string holds; unknown names are ignored, missing ones take their default. */
export function readFilters<T extends Filters>(search: URLSearchParams, defaults: T): T {
  const read: Filters = {};
  for (const [name, fallback] of Object.entries(defaults)) read[name] = search.get(name) ?? fallback;
  return read as T;
}

/** The query string of filters, with what is default left out; names it does not know stay as they are. */
export function writeFilters<T extends Filters>(search: URLSearchParams, defaults: T, filters: T): URLSearchParams {
  const written = new URLSearchParams(search);
  for (const [name, fallback] of Object.entries(defaults)) {
    const value = filters[name] ?? '';
    if (value === fallback) written.delete(name);
    else written.set(name, value);
  }
  return written;
}

/** Only those that are not as the page begins. */
export const changedFilters = (defaults: Filters, filters: Filters): Filters =>
  Object.fromEntries(Object.entries(filters).filter(([name, value]) => name in defaults && value !== defaults[name]));

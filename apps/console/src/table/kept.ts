/** Small JSON values kept in this browser. A full or forbidden storage loses the value, never the page. */
export function readKept<T>(key: string, fallback: T): T {
  try {
    const text = localStorage.getItem(`jishi.${key}`);
    return text === null ? fallback : (JSON.parse(text) as T);
  } catch {
    return fallback;
  }
}

export function keep(key: string, value: unknown): void {
  try {
    if (value === undefined) localStorage.removeItem(`jishi.${key}`);
    else localStorage.setItem(`jishi.${key}`, JSON.stringify(value));
  } catch {
    // Private mode or quota: the page works on without memory.
  }
}

/** The names under which something is kept that begin so. */
export function keptKeys(beginning: string): string[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(`jishi.${beginning}`))
      .map((key) => key.slice('jishi.'.length));
  } catch {
    return [];
  }
}

/** Where a page may send the browser back to: http and https only, so that no script hides in it. Null when missing or wrong. */
export function returnAddress(text: string | undefined, add: Record<string, string> = {}): string | null {
  if (!text || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  for (const [name, value] of Object.entries(add)) url.searchParams.set(name, value);
  return url.href;
}

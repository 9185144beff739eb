/** What a typed text may mean to the order search: an order number, a whole phone number, or nothing. */
export function orderQuery(typed: string): { number: string } | { phone: string } | null {
  const text = typed.trim();
  // Spaces and area codes as they are copied; the server knows which number it is.
  if (/^(\+?86|0086)?1\d{10}$|^(\+|00)\d{9,15}$/.test(text.replace(/[\s-]/g, ''))) return { phone: text };
  return /^[A-Za-z0-9_-]{8,40}$/.test(text) && /\d{4}/.test(text) ? { number: text } : null;
}

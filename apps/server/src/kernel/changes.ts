/**
 * What a change makes different, for the audit: `before` and `after` with the fields of `after` that differ; nothing when none does. Only
 * for what is neither personal nor secret.
 */
export function changesOf(before: object, after: object): { before?: object; after?: object } {
  const old = before as Record<string, unknown>;
  const changed = Object.entries(after).filter(([name, value]) => JSON.stringify(old[name]) !== JSON.stringify(value));
  if (changed.length === 0) return {};
  return { before: Object.fromEntries(changed.map(([name]) => [name, old[name]])), after: Object.fromEntries(changed) };
}

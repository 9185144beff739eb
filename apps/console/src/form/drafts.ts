import { keep, keptKeys, readKept } from '../table/kept.ts';

export interface Draft {
  /** RFC 3339 instant of the last change. */
  at: string;
  values: unknown;
}
const WEEK_MS = 7 * 24 * 60 * 60_000;

/** The draft under this name, unless it is older than a week. */
export function readDraft(name: string, now: Date): Draft | null {
  const draft = readKept<Draft | null>(`draft.${name}`, null);
  if (!draft || typeof draft.at !== 'string') return null;
  return now.getTime() - new Date(draft.at).getTime() > WEEK_MS ? null : draft;
}

export const writeDraft = (name: string, values: unknown, now: Date): void =>
  keep(`draft.${name}`, { at: now.toISOString(), values } satisfies Draft);

/** All of them: who signs out leaves nothing for the next person at this computer. */
export function dropDrafts(): void {
  for (const key of keptKeys('draft.')) keep(key, undefined);
}

export const dropDraft = (name: string): void => keep(`draft.${name}`, undefined);

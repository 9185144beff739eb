/** A state machine as data: every state with the states it may go to. */
export type Flow<S extends string> = Readonly<Record<S, readonly S[]>>;

export const flow = <S extends string>(table: Record<S, readonly NoInfer<S>[]>): Flow<S> => table;

/** The states from which `to` may be reached: what the only `update … where status in (…)` uses. */
export const sources = <S extends string>(table: Flow<S>, to: S): S[] =>
  (Object.keys(table) as S[]).filter((from) => table[from].includes(to));

/** A Mermaid state diagram of the table, so that the drawings in docs/ cannot drift from the code. */
export function diagram<S extends string>(table: Flow<S>, start: S): string {
  const arrows = (Object.keys(table) as S[]).flatMap((from) => table[from].map((to) => `  ${from} --> ${to}`));
  const ends = (Object.keys(table) as S[]).filter((s) => table[s].length === 0).map((s) => `  ${s} --> [*]`);
  return ['stateDiagram-v2', `  [*] --> ${start}`, ...arrows, ...ends].join('\n');
}

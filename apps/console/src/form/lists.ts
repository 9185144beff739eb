/** What parts the items of a list that a person types or pastes: commas and semicolons of either width, 、, line breaks, tabs. */
export const LIST_MARKS: readonly string[] = [',', '\uFF0C', '\u3001', ';', '\uFF1B', '\n', '\t'];

/** The items of a list as it was typed or pasted, trimmed, without empty ones, each once. */
export const itemsOf = (typed: string): string[] => [
  ...new Set(
    LIST_MARKS.reduce((parts, mark) => parts.flatMap((part) => part.split(mark)), [typed])
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  ),
];

import { SETTINGS, type Setting } from '../../apps/server/src/platform/settings.ts';

const HEADS = {
  en: ['variable', 'option', 'default', 'meaning'],
  zh: ['环境变量', '参数', '默认', '含义'],
};
const BEGIN = '<!-- settings: written by `npm run contract` -->';
const END = '<!-- settings end -->';

const code = (text: string | undefined): string => (text === undefined ? '' : `\`${text}\``);
const row = (cells: readonly string[]): string => `|${cells.map((cell) => (cell ? ` ${cell} ` : ' ')).join('|')}|`;

/** The document with its table of settings as the program has them. Throws when the document has no place for it. */
export function withSettings(document: string, language: 'en' | 'zh'): string {
  const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`a document lacks ${BEGIN} … ${END}`);
  const rows = Object.entries<Setting>(SETTINGS).map(([name, { option, standard, ...meaning }]) =>
    row([code(name), code(option), code(standard), meaning[language].replaceAll('|', '\\|')]),
  );
  const table = [row(HEADS[language]), '|---|---|---|---|', ...rows].join('\n');
  return `${document.slice(0, from)}${BEGIN}\n${table}\n${document.slice(to)}`;
}

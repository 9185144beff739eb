import { createRequire } from 'node:module';
import { type PackageFiles, resolve } from './files.ts';

const load = createRequire(import.meta.url);

interface PageConfig {
  usingComponents?: Record<string, string>;
  component?: boolean;
}
interface AppConfig extends PageConfig {
  pages: string[];
  subPackages?: { root: string; pages: string[] }[];
  tabBar?: { list: { pagePath: string }[] };
}
/** The part of WeChat's own component framework (glass-easel) that this stands on; its adapter ships no usable types. */
export interface CodeSpace {
  addComponentStaticConfig(path: string, config: object): void;
  addCompiledTemplate(path: string, template: object): void;
  componentEnv(path: string, work: (env: Record<'Page' | 'Component' | 'Behavior', Register>) => unknown): unknown;
}
export type Register = (definition?: object) => unknown;

export const appConfig = (files: PackageFiles): AppConfig =>
  JSON.parse(files['app.json'] ?? '{"pages":[]}') as AppConfig;
/** The pages of all packages. */
export const pagesOf = ({ pages, subPackages = [] }: AppConfig): string[] => [
  ...pages,
  ...subPackages.flatMap((sub) => sub.pages.map((page) => `${sub.root}/${page}`)),
];
const configOf = (files: PackageFiles, path: string): PageConfig =>
  JSON.parse(files[`${path}.json`] ?? '{}') as PageConfig;

/** WeChat takes `bindtap` for `bind:tap`; its `button` is not the browser's. */
const asGlassEasel = (wxml: string): string =>
  wxml
    .replace(/(\s)(capture-bind|capture-catch|mut-bind|bind|catch)([a-z][\w-]*)(=)/g, '$1$2:$3$4')
    .replace(/<(\/?)button\b/g, '<$1wx-button');

/** Compiles every template of the package. Throws with all that the compiler found wrong. */
function compileTemplates(files: PackageFiles): Record<string, unknown> {
  const { TmplGroup } = load('glass-easel-template-compiler') as { TmplGroup: new () => TemplateGroup };
  const group = new TmplGroup();
  const wrong: string[] = [];
  for (const [name, text] of Object.entries(files)) {
    if (name.endsWith('.wxs')) group.addScript(name.slice(0, -4), text);
    if (!name.endsWith('.wxml')) continue;
    for (const found of group.addTmpl(name.slice(0, -5), asGlassEasel(text)) ?? [])
      if (found.level >= ERROR_LEVEL) wrong.push(`${name}:${found.startLine} ${found.message}`);
  }
  const source = group.getTmplGenObjectGroups();
  group.free();
  if (wrong.length > 0) throw new Error(`templates do not compile:\n${wrong.join('\n')}`);
  return new Function(`return ${source}`)() as Record<string, unknown>;
}
interface TemplateGroup {
  addTmpl(path: string, text: string): { level: number; startLine: number; message: string }[] | undefined;
  addScript(path: string, text: string): void;
  getTmplGenObjectGroups(): string;
  free(): void;
}
const ERROR_LEVEL = 3;

/** Declares every page and every component that one of them uses; returns their paths. Throws when one is missing. */
export function declareComponents(files: PackageFiles, space: CodeSpace): string[] {
  const templates = compileTemplates(files);
  const app = appConfig(files);
  const pages = pagesOf(app);
  const found = new Set<string>();
  const visit = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    const config = configOf(files, path);
    const using: Record<string, string> = {};
    const everywhere = Object.entries(app.usingComponents ?? {}).map(
      ([tag, p]) => [tag, `/${p.replace(/^\//, '')}`] as const,
    );
    for (const [tag, relative] of [...everywhere, ...Object.entries(config.usingComponents ?? {})]) {
      const target = resolve(path, relative);
      if (!(`${target}.js` in files)) throw new Error(`${path} uses <${tag}>, but there is no ${target}.js`);
      using[tag] = `/${target}`;
      visit(target);
    }
    const component = pages.includes(path) ? undefined : config.component;
    space.addComponentStaticConfig(path, { ...config, usingComponents: using, component, styleIsolation: 'shared' });
    space.addCompiledTemplate(path, { groupList: templates, content: templates[path] ?? templates[''] });
  };
  for (const page of pages) visit(page);
  return [...found];
}

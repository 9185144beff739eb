import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';

/** A source file as the rules see it. */
export interface Source {
  /** From the repository's root, with slashes. */
  path: string;
  text: string;
  lines: number;
  imports: Import[];
  exports: { name: string; line: number }[];
  functions: { name: string; line: number; lines: number }[];
  /** How often each name stands in the code, its declaration included. */
  mentions: Map<string, number>;
}
export interface Import {
  from: string;
  target: string | null;
  line: number;
  /** What is taken from the target, by its names there; `*` is everything. */
  names: string[];
  /** Only types are taken, so nothing of the target runs. */
  typeOnly: boolean;
  /** `export … from`: the names under which the file passes on what it takes, in the order of `names`. */
  as?: string[];
}
export interface Violation {
  rule: string;
  path: string;
  line: number;
  what: string;
}

const SKIP = new Set(['node_modules', 'dist', '.git', '.jishi', '.cache']);

export function sourceFiles(root: string, dirs: readonly string[]): string[] {
  const walk = (dir: string): string[] =>
    readdirSync(path.join(root, dir), { withFileTypes: true }).flatMap((e) => {
      const at = `${dir}/${e.name}`;
      if (e.isDirectory()) return SKIP.has(e.name) ? [] : walk(at);
      return /\.tsx?$/.test(e.name) && !e.name.endsWith('.d.ts') ? [at] : [];
    });
  return dirs.flatMap(walk);
}

export const readSource = (root: string, file: string): Source =>
  parseSource(file, readFileSync(path.join(root, file), 'utf8'));

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

/** Reads imports, exports and functions. Throws when the file does not parse, so that nothing is passed over in silence. */
export function parseSource(file: string, text: string): Source {
  const { program, errors } = parseSync(file, text, { sourceType: 'module' });
  const [error] = errors;
  if (error) throw new Error(`${file}: ${error.message}`);
  const starts = lineStarts(text);
  const lineAt = (offset: number): number => lineOf(starts, offset);
  const source: Source = {
    path: file,
    text,
    lines: starts.length,
    imports: [],
    exports: [],
    functions: [],
    mentions: new Map(),
  };
  for (const statement of program.body as unknown as Node[]) readStatement(source, statement, lineAt);
  const members = new Map<string, string[]>();
  visit(program as unknown as Node, '', (node, name) => {
    readNames(source.mentions, members, node);
    // A page that is loaded when it is opened: import('./Page.tsx').
    const lazy = node.type === 'ImportExpression' ? (node.source as { value?: unknown }).value : undefined;
    if (typeof lazy === 'string')
      source.imports.push({
        from: lazy,
        target: resolve(file, lazy),
        line: lineAt(node.start),
        names: ['*'],
        typeOnly: false,
      });
    if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)) return;
    const [first, last] = [lineAt(node.start), lineAt(node.end)];
    source.functions.push({ name, line: first, lines: last - first + 1 });
  });
  for (const one of source.imports) one.names = one.names.flatMap((n) => namesTaken(n, source.mentions, members));
  return source;
}

/** Counts the names in the code, and lists what is taken of each by a dot (`store.headRow`). */
function readNames(mentions: Map<string, number>, members: Map<string, string[]>, node: Node): void {
  if (/^(JSX)?Identifier$/.test(node.type)) mentions.set(String(node.name), (mentions.get(String(node.name)) ?? 0) + 1);
  const [whole, part] =
    node.type === 'TSQualifiedName'
      ? [node.left, node.right]
      : node.type === 'MemberExpression' && !node.computed
        ? [node.object, node.property]
        : [];
  const [from, member] = [whole, part].map((x) => (x as { name?: string } | undefined)?.name);
  if (from && member) members.set(from, [...(members.get(from) ?? []), member]);
}

const NAMESPACE = 'namespace ';
/** Of `import * as store` the parts that stand behind a dot; everything, when the whole is handed on. */
function namesTaken(name: string, mentions: Map<string, number>, members: Map<string, string[]>): string[] {
  if (!name.startsWith(NAMESPACE)) return [name];
  const local = name.slice(NAMESPACE.length);
  const parts = members.get(local) ?? [];
  return (mentions.get(local) ?? 0) - 1 === parts.length ? [...new Set(parts)] : ['*'];
}

interface Specifier {
  type: string;
  imported?: { name: string };
  exported?: { name: string };
  local?: { name: string };
  importKind?: string;
  exportKind?: string;
}

function readStatement(source: Source, s: Node, lineAt: (offset: number) => number): void {
  const line = lineAt(s.start);
  const from = (s.source as { value: string } | null | undefined)?.value;
  if (from !== undefined && from !== null) {
    const specifiers = (s.specifiers ?? []) as Specifier[];
    const names = specifiers.map((x) => {
      if (x.type === 'ImportNamespaceSpecifier') return `${NAMESPACE}${x.local?.name}`;
      return x.type === 'ImportDefaultSpecifier' ? 'default' : (x.imported?.name ?? x.local?.name ?? '*');
    });
    const isType = (x: Node | Specifier) => (x.importKind ?? x.exportKind) === 'type';
    const whole = s.type === 'ExportAllDeclaration';
    source.imports.push({
      from,
      target: resolve(source.path, from),
      line,
      names: whole ? ['*'] : names,
      typeOnly: isType(s) || (specifiers.length > 0 && specifiers.every(isType)),
      ...(whole ? { as: ['*'] } : {}),
      ...(s.type === 'ExportNamedDeclaration' ? { as: specifiers.map((x) => x.exported?.name ?? '*') } : {}),
    });
  }
  if (s.type === 'ExportNamedDeclaration' && !s.source)
    source.exports.push(...exportedNames(s).map((name) => ({ name, line })));
}

function exportedNames(s: Node): string[] {
  const declaration = s.declaration as
    | (Node & { id?: { name: string }; declarations?: { id: { name?: string } }[] })
    | null;
  // A type may stand in a signature without being imported by name.
  if (s.exportKind === 'type' || /^TS(Interface|TypeAlias)/.test(declaration?.type ?? '')) return [];
  if (declaration?.declarations) return declaration.declarations.flatMap((d) => d.id.name ?? []);
  if (declaration?.id) return [declaration.id.name];
  return ((s.specifiers ?? []) as { exported: { name: string } }[]).map((x) => x.exported.name);
}

const PACKAGE = /^@jishi\/([\w-]+)$/;
function resolve(file: string, from: string): string | null {
  if (from.startsWith('.')) return path.posix.join(path.posix.dirname(file), from);
  const [, name] = PACKAGE.exec(from) ?? [];
  return name ? `packages/${name}/src/index.ts` : null;
}

/** A twin for another platform, which the bundler takes in the place of the file without the suffix. */
const TWIN = /\.(?:weapp|h5)(\.tsx?)$/;
const plain = (file: string): string => file.replace(TWIN, '$1');

/**
 * Follows imports that a bundler completes: `./part` to part.ts or part.tsx, and to its twin part.h5.ts, which is used whenever
 * the plain one is.
 */
export function linkSources(sources: readonly Source[]): Source[] {
  const known = new Set(sources.map((s) => s.path));
  const twins = sources.filter((s) => TWIN.test(s.path)).map((s) => [plain(s.path), s.path] as const);
  const twinOf = new Map(twins);
  return sources.map((source) => ({
    ...source,
    imports: source.imports.flatMap((one) => {
      const target =
        one.target &&
        (known.has(one.target) ? one.target : [`${one.target}.ts`, `${one.target}.tsx`].find((t) => known.has(t)));
      if (!target) return [one];
      const twin = twinOf.get(target);
      const own = twin === source.path ? [] : [{ ...one, target }];
      return twin && twin !== source.path && !TWIN.test(source.path) ? [...own, { ...one, target: twin }] : own;
    }),
  }));
}

function visit(node: unknown, name: string, see: (node: Node, name: string) => void): void {
  if (Array.isArray(node)) {
    for (const child of node) visit(child, name, see);
    return;
  }
  if (!node || typeof node !== 'object') return;
  const here = node as Node;
  const own = here.id ?? here.key;
  const label = (own as { name?: string } | undefined)?.name ?? name;
  if (typeof here.type === 'string') see(here, label || '(anonymous)');
  for (const [key, child] of Object.entries(here))
    if (key !== 'parent' && child && typeof child === 'object') visit(child, label, see);
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = text.indexOf('\n'); i !== -1 && i + 1 < text.length; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return starts;
}
function lineOf(starts: number[], offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

export const isTest = (file: string): boolean => /\.test\.tsx?$|\/test\//.test(file);
export const GENERATED = /(generated|api-client\/src\/(contract|shop|admin|app|limits))\.ts$/;

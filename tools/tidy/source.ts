import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';

/** A source file as the rules see it. */
export interface Source {
  /** From the repository's root, with slashes. */
  path: string;
  text: string;
  lines: number;
  imports: { from: string; target: string | null; line: number; names: string[] }[];
  exports: { name: string; line: number }[];
  functions: { name: string; line: number; lines: number }[];
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
  const source: Source = { path: file, text, lines: starts.length, imports: [], exports: [], functions: [] };
  for (const statement of program.body as unknown as Node[]) readStatement(source, statement, lineAt);
  visit(program as unknown as Node, '', (node, name) => {
    // A page that is loaded when it is opened: import('./Page.tsx').
    const lazy = node.type === 'ImportExpression' ? (node.source as { value?: unknown }).value : undefined;
    if (typeof lazy === 'string')
      source.imports.push({ from: lazy, target: resolve(file, lazy), line: lineAt(node.start), names: ['*'] });
    if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)) return;
    const [first, last] = [lineAt(node.start), lineAt(node.end)];
    source.functions.push({ name, line: first, lines: last - first + 1 });
  });
  return source;
}

function readStatement(source: Source, s: Node, lineAt: (offset: number) => number): void {
  const line = lineAt(s.start);
  const from = (s.source as { value: string } | null | undefined)?.value;
  if (from !== undefined && from !== null) {
    const specifiers = (s.specifiers ?? []) as {
      type: string;
      imported?: { name: string };
      local?: { name: string };
    }[];
    const names = specifiers.map((x) =>
      x.type === 'ImportNamespaceSpecifier' ? '*' : (x.imported?.name ?? x.local?.name ?? '*'),
    );
    source.imports.push({
      from,
      target: resolve(source.path, from),
      line,
      names: s.type === 'ExportAllDeclaration' ? ['*'] : names,
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

const resolve = (file: string, from: string): string | null =>
  from.startsWith('.') ? path.posix.join(path.posix.dirname(file), from) : null;

/** A twin for the other platform, which the bundler takes in the place of the file without the suffix. */
const TWIN = /\.weapp(\.tsx?)$/;
const plain = (file: string): string => file.replace(TWIN, '$1');

/**
 * Follows imports that a bundler completes: `./part` to part.ts or part.tsx, and to its twin part.weapp.ts, which is used whenever
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

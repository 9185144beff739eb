import { FOR_TESTS } from './house.ts';
import { GENERATED, isTest, type Source, type Violation } from './source.ts';

type Names = Map<string, Set<string>>;

/** Tests use much that the product does not need; the browser tests stand in a folder of their own. */
const isForTests = (file: string): boolean => isTest(file) || file.startsWith('e2e/');

/** What these files take of each file, also through files that only pass it on. */
function namesUsed(users: readonly Source[], sources: readonly Source[], entries: RegExp): Names {
  const byPath = new Map(sources.map((s) => [s.path, s]));
  const used: Names = new Map();
  const use = (file: string, name: string): void => {
    const names = used.get(file) ?? new Set<string>();
    if (names.has(name)) return;
    used.set(file, names.add(name));
    for (const { target, names: taken, as } of byPath.get(file)?.imports ?? [])
      for (const [i, passed] of (target ? as : [])?.entries() ?? []) {
        const original = taken[i] ?? '*';
        if (passed === '*') use(target ?? '', name);
        else if (passed === name || name === '*') use(target ?? '', original);
      }
  };
  for (const { path, imports } of users)
    for (const { target, names, as } of imports)
      if (target && (!as || entries.test(path))) for (const name of names) use(target, name);
  return used;
}

/**
 * Exports that no program uses: a test is no user, and a file that only passes a name on (`export … from`) is one when somebody takes
 * the name from there. What tests import may be exported if its own file uses it. Entries are left out: what a program or a framework starts
 * with, and the front door of a package, which is there for other programs too.
 */
export function unusedExports(sources: readonly Source[], entries: RegExp): Violation[] {
  const products = sources.filter((s) => !isForTests(s.path));
  const used = namesUsed(products, sources, entries);
  const tested = namesUsed(
    sources.filter((s) => isForTests(s.path)),
    sources,
    entries,
  );
  const has = (names: Names, file: string, name: string) =>
    names.get(file)?.has(name) || names.get(file)?.has('*') || false;
  const complain = (path: string, line: number, name: string): Violation => {
    const who = has(tested, path, name) ? 'only tests import' : 'nothing imports';
    return { rule: 'exports', path, line, what: `${who} ${name}` };
  };
  return products
    .filter((s) => !entries.test(s.path) && !GENERATED.test(s.path))
    .flatMap(({ path, exports, imports, mentions }) => [
      ...exports
        .filter((e) => !has(used, path, e.name) && !FOR_TESTS[path]?.includes(e.name))
        .filter((e) => !has(tested, path, e.name) || (mentions.get(e.name) ?? 0) < 2)
        .map((e) => complain(path, e.line, e.name)),
      ...imports.flatMap(({ as = [], line }) =>
        as.filter((name) => name !== '*' && !has(used, path, name)).map((name) => complain(path, line, name)),
      ),
    ]);
}

import { EDGES, GROUPS, SERVER } from './house.ts';
import { isTest, type Source, type Violation } from './source.ts';

interface Place {
  floor: 'kernel' | 'platform' | 'modules' | 'top';
  /** group/module, for modules. */
  module: string | null;
}

export function placeOf(file: string): Place | null {
  if (!file.startsWith(SERVER)) return null;
  const [floor, group, module] = file.slice(SERVER.length).split('/');
  if (floor === 'kernel' || floor === 'platform') return { floor, module: null };
  if (floor === 'modules') return { floor, module: module?.includes('.') ? (group ?? '') : `${group}/${module}` };
  return { floor: 'top', module: null };
}
const HEIGHT = { kernel: 0, platform: 1, modules: 2, top: 3 };

/** Imports go down only; another module is entered through its index.ts; inside a group only listed edges. Tests may look anywhere. */
export function climbing(source: Source): Violation[] {
  const here = placeOf(source.path);
  if (!here || isTest(source.path)) return [];
  return source.imports.flatMap(({ target, line }) => {
    const there = target ? placeOf(target) : null;
    const what = target && there ? trouble(here, there, target) : null;
    return what ? [{ rule: 'imports', path: source.path, line, what }] : [];
  });
}

function trouble(here: Place, there: Place, target: string): string | null {
  if (HEIGHT[there.floor] > HEIGHT[here.floor]) return `${here.floor} must not import ${there.floor}: ${target}`;
  if (there.floor !== 'modules' || here.module === there.module) return null;
  if (!target.endsWith('/index.ts')) return `another module is entered through its index.ts, not ${target}`;
  if (here.floor === 'top') return null;
  const [mine = '', theirs = ''] = [here.module?.split('/')[0], there.module?.split('/')[0]];
  if (mine === theirs)
    return EDGES[here.module ?? '']?.includes(there.module ?? '')
      ? null
      : `${here.module} has no edge to ${there.module}`;
  const climbs = GROUPS.indexOf(theirs as never) > GROUPS.indexOf(mine as never);
  return climbs ? `${here.module} is below ${there.module}` : null;
}

/** Circles of imports, type imports too, each once. */
export function circles(sources: readonly Source[]): Violation[] {
  const byPath = new Map(sources.map((s) => [s.path, s]));
  const state = new Map<string, 'open' | 'done'>();
  const found: Violation[] = [];
  const walk = (at: string, trail: string[]): void => {
    if (state.get(at) === 'done') return;
    if (state.get(at) === 'open') {
      const circle = [...trail.slice(trail.indexOf(at)), at];
      found.push({ rule: 'circles', path: at, line: 1, what: circle.join(' → ') });
      return;
    }
    state.set(at, 'open');
    for (const { target } of byPath.get(at)?.imports ?? [])
      if (target && byPath.has(target)) walk(target, [...trail, at]);
    state.set(at, 'done');
  };
  for (const { path } of sources) walk(path, []);
  return found;
}

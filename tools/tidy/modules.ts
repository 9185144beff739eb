import { EDGES, GROUPS, SERVER } from './house.ts';
import { placeOf } from './imports.ts';
import { isTest, type Source, type Violation } from './source.ts';

const COMPOSE = `${SERVER}compose.ts`;

/** `MODULES` stands in floor order: a group after the groups below it, a module after those of its group that it imports. */
export function floorOrder(compose: Source): Violation[] {
  const list = /MODULES[^=]*= \[([^\]]*)\]/.exec(compose.text)?.[1] ?? '';
  const names = list.split(',').map((n) => n.trim());
  const modules = names.flatMap((name) => {
    const target = compose.imports.find((i) => i.names.includes(name))?.target;
    const module = target ? placeOf(target)?.module : null;
    return module ? [module] : [];
  });
  const complain = (what: string): Violation => ({ rule: 'modules', path: compose.path, line: 1, what });
  if (modules.length === 0) return [complain('MODULES was not found, or names no module')];
  return modules.flatMap((module, place) => {
    const [group = ''] = module.split('/');
    const below = modules.slice(place + 1).find((later) => {
      const [theirs = ''] = later.split('/');
      const lower = GROUPS.indexOf(theirs as never) < GROUPS.indexOf(group as never);
      return lower || EDGES[module]?.includes(later);
    });
    return below ? [complain(`${module} stands before ${below}, which is below it`)] : [];
  });
}

const FILLED = /\bslots\s*\.fill\(\s*(\w+)/g;
const READ = /\bslots\s*\.(?:all|one)\(\s*(?:\w+\.)?(\w+)/g;

/** A slot is filled by a module above the one that declares it, and read only by that one. */
export function slotUse(source: Source): Violation[] {
  const here = placeOf(source.path);
  if (here?.floor !== 'modules' || isTest(source.path)) return [];
  const elsewhere = (name: string): boolean => {
    const target = source.imports.find((i) => i.names.includes(name))?.target;
    return target ? placeOf(target)?.module !== here.module : false;
  };
  const found = (pattern: RegExp, wrong: (name: string) => boolean, what: string) =>
    [...source.text.matchAll(pattern)].flatMap((m) =>
      wrong(m[1] ?? '')
        ? [
            {
              rule: 'slots',
              path: source.path,
              line: source.text.slice(0, m.index).split('\n').length,
              what: `${m[1]}: ${what}`,
            },
          ]
        : [],
    );
  return [
    ...found(FILLED, (name) => !elsewhere(name), 'a module does not fill a slot of its own'),
    ...found(READ, elsewhere, 'a slot is read by the module that declares it; let that one offer a function'),
  ];
}

export const composeOf = (sources: readonly Source[]): Source[] => sources.filter((s) => s.path === COMPOSE);

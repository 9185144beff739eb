import type { ComponentType, ReactNode } from 'react';
import type { Permission } from '../session.tsx';

/** Counts shown beside a menu entry. */
export type Badge = 'toShip' | 'refundsToHandle' | 'lowStock';

/** One page of the console: everything that menu, guard, palette, breadcrumbs and the browser's tab need to know of it. */
export interface Page {
  /** Address below /console/ without a slash before it, e.g. `orders/:id`. */
  path: string;
  title: string;
  /** Who may open it; the server refuses the rest anyway. Left out: every signed-in person. */
  needs?: Permission;
  /** What else a person may type to find it. A page without words stands neither in the menu nor in the palette. */
  words?: string;
  /** Found by the palette, but not in the menu: something to do rather than a place. */
  action?: true;
  badge?: Badge;
  /** Loads the page when it is first opened. */
  load: () => Promise<ComponentType>;
}
export interface PageGroup {
  name: string;
  title: string;
  icon: ReactNode;
  pages: readonly Page[];
}
/** The console's pages in the order of a merchant's work. */
export type Tree = readonly PageGroup[];
export type Can = (permission: Permission) => boolean;

export const allows = (can: Can, { needs }: Page): boolean => needs === undefined || can(needs);
export const addressOf = ({ path }: Page): string => `/${path}`;
/** DOM id of a page's menu link, from the last word of its path: `menu-orders`. */
export const menuId = ({ path }: Page): string => `menu-${path.split('/').at(-1) || 'today'}`;
export const allPages = (tree: Tree): Page[] => tree.flatMap(({ pages }) => pages);

const inMenu = (page: Page): boolean => page.words !== undefined && !page.action;

/** What stands in the menu for a person; groups with nothing to open are left out. */
export const menuOf = (tree: Tree, can: Can): PageGroup[] =>
  tree
    .map((group) => ({
      ...group,
      pages: group.pages.filter((page) => inMenu(page) && allows(can, page)),
    }))
    .filter(({ pages }) => pages.length > 0);

const steps = (path: string): string[] => path.split('/').filter((step) => step !== '');
const fits = (pattern: string[], path: string[]): boolean =>
  pattern.every((step, at) => (step.startsWith(':') ? path[at] !== undefined : step === path[at]));

/** The pages that an address lies in, from the outermost to the page itself; of two that fit, the one without `:id`. */
export function trailOf(tree: Tree, address: string): { group: PageGroup | null; pages: Page[] } {
  const path = steps(address);
  const found = allPages(tree)
    .map((page) => ({ page, pattern: steps(page.path) }))
    .filter(({ pattern }) => pattern.length <= path.length && fits(pattern, path))
    .filter(({ pattern }) => pattern.length > 0 || path.length === 0)
    .sort((a, b) => a.pattern.length - b.pattern.length || b.page.path.indexOf(':') - a.page.path.indexOf(':'));
  const byLength = new Map(found.map(({ page, pattern }) => [pattern.length, page]));
  const pages = [...byLength.values()];
  const last = pages.at(-1);
  return { group: tree.find((group) => last && group.pages.includes(last)) ?? null, pages };
}

/** The menu entry that is marked for these pages. */
export const markedOf = (trail: readonly Page[]): Page | undefined => trail.findLast(inMenu);
/** The pages above one that has no menu entry of its own; none for the others. */
export const aboveOf = (trail: readonly Page[]): Page[] => {
  const last = trail.at(-1);
  return last && !inMenu(last) ? trail.slice(0, -1) : [];
};

/** The page at exactly this address; undefined where there is none. */
export function pageAt(tree: Tree, address: string): Page | undefined {
  const { pages } = trailOf(tree, address);
  const last = pages.at(-1);
  return last && steps(last.path).length === steps(address).length ? last : undefined;
}

/** Where a person begins who may not open the page asked for. */
export const firstOpenPage = (tree: Tree, can: Can): Page | undefined =>
  menuOf(tree, can).flatMap(({ pages }) => pages)[0];

/** Pages whose name or other words hold the text, actions last; all pages for an empty one. */
export function pagesFor(tree: Tree, can: Can, typed: string): Page[] {
  const text = typed.trim().toLowerCase();
  const found = tree.flatMap((group) =>
    group.pages.filter(
      (page) =>
        page.words !== undefined &&
        allows(can, page) &&
        `${page.title} ${page.words} ${group.title}`.toLowerCase().includes(text),
    ),
  );
  return [...found.filter((page) => !page.action), ...found.filter((page) => page.action)];
}

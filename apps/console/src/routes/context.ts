import { createContext, useContext } from 'react';
import { useLocation } from 'react-router';
import { pageAt, type Tree, trailOf } from './tree.ts';

/** Given at the top, because the tree names the pages and the pages ask the tree. */
export const TreeContext = createContext<Tree>([]);
export const useTree = (): Tree => useContext(TreeContext);

/** The page at the present address, and those it lies in. */
export function useHere() {
  const tree = useTree();
  const { pathname } = useLocation();
  return { page: pageAt(tree, pathname), ...trailOf(tree, pathname) };
}

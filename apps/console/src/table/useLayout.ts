import { useState } from 'react';
import { keep, readKept } from './kept.ts';
import type { Layout } from './layout.ts';

/** The columns' layout as this browser last had it under the table's name, and how it is changed. */
export function useLayout(name: string): [Layout, (next: Layout) => void] {
  const key = `layout.${name}`;
  const [layout, setLayout] = useState(() => {
    const kept = readKept<unknown>(key, []);
    return Array.isArray(kept) ? (kept as Layout) : [];
  });
  const change = (next: Layout) => {
    setLayout(next);
    keep(key, next.length === 0 ? undefined : next);
  };
  return [layout, change];
}

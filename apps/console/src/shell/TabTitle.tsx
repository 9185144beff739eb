import { useEffect } from 'react';
import { useHere } from '../routes/context.ts';
import { useStaff } from '../session.tsx';

/** Names the browser's tab after the page. Stands before the page, so that a page with a name of its own has the last word. */
export function TabTitle() {
  const { page } = useHere();
  const { shopName } = useStaff();
  useEffect(() => {
    document.title = `${page?.title ?? '没有这个页面'} · ${shopName}`;
  }, [page, shopName]);
  return null;
}

import { useEffect, useRef } from 'react';
import { useBlocker } from 'react-router';
import { unsentChanges } from '../form/unsent.ts';
import { ask } from '../parts/ask.ts';

/**
 * Asks before a page with unsent changes is left, inside the console and when the tab is closed. Stands once in the frame: a router knows
 * one blocker. Who has to sign in again is led there without a question.
 */
export function LeaveQuestion() {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      currentLocation.pathname !== nextLocation.pathname && nextLocation.pathname !== '/login' && unsentChanges().any,
  );
  const latest = useRef(blocker);
  latest.current = blocker;
  const isAsking = useRef(false);
  useEffect(() => {
    if (blocker.state !== 'blocked' || isAsking.current) return;
    isAsking.current = true;
    const { kept } = unsentChanges();
    const text = kept ? '修改会作为草稿留在这台电脑上，下次打开时恢复。' : '离开后，这次的修改会丢失。';
    void ask({ title: '还没有保存，要离开吗？', text, okText: '离开', danger: !kept }).then((leaves) => {
      isAsking.current = false;
      const { current } = latest;
      if (current.state !== 'blocked') return;
      if (leaves) current.proceed();
      else current.reset();
    });
  }, [blocker.state]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (unsentChanges().any) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, []);
  return null;
}

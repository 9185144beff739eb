import { useEffect, useMemo } from 'react';

export interface LeaveGuard {
  /** Something was changed and not sent. */
  touch: () => void;
  /** It was sent, or given up. */
  clear: () => void;
}

const unsent = new Map<object, { kept: boolean }>();
/** Whether a form on the page holds changes that were not sent; `kept` when drafts hold all of them. */
export const unsentChanges = (): { any: boolean; kept: boolean } => ({
  any: unsent.size > 0,
  kept: [...unsent.values()].every(({ kept }) => kept),
});

/** While its form holds unsent changes, the person is asked before the page is left. `kept`: a draft holds what is typed. */
export function useLeaveGuard(kept: boolean): LeaveGuard {
  const guard = useMemo(() => {
    const form = {};
    return { touch: () => void unsent.set(form, { kept }), clear: () => void unsent.delete(form) };
  }, [kept]);
  useEffect(() => guard.clear, [guard]);
  return guard;
}

import type { FormInstance } from 'antd';
import { useState } from 'react';
import { showProblem } from './showProblem.ts';

/**
 * Runs what a form sends: `busy` while it is under way, and the server's messages at their fields when it is refused. `names`
 * as for `showProblem`.
 */
export function useSending<T>(form: FormInstance, work: (values: T) => Promise<void>, names?: Record<string, string>) {
  const [busy, setBusy] = useState(false);
  const send = async (values: T): Promise<void> => {
    setBusy(true);
    try {
      await work(values);
    } catch (problem) {
      showProblem(form, problem, names);
    } finally {
      setBusy(false);
    }
  };
  return { busy, send };
}

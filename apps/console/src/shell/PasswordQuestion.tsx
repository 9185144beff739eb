import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { bindPasswordQuestion } from '../api.ts';

const PasswordDialog = lazy(async () => ({ default: (await import('./PasswordDialog.tsx')).PasswordDialog }));

/** Asks for the password again when the server wants it: one dialog, however many requests wait for it. */
export function PasswordQuestion() {
  const [answer, setAnswer] = useState<((given: boolean) => void) | null>(null);
  const waiting = useRef<Promise<boolean>>(undefined);
  useEffect(
    () =>
      bindPasswordQuestion(() => {
        waiting.current ??= new Promise<boolean>((done) => setAnswer(() => done)).finally(() => {
          waiting.current = undefined;
          setAnswer(null);
        });
        return waiting.current;
      }),
    [],
  );
  return (
    answer && (
      <Suspense>
        <PasswordDialog onAnswer={answer} />
      </Suspense>
    )
  );
}
